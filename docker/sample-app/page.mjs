const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const quote = (text) => text.replaceAll(/[&<>"]/g, (character) => escapes[character])

/** The page a person sees: which version, in which container. */
export const page = (version, container) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sample app ${quote(version)}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 24px }
  h1 { font-size: 4rem; line-height: 1; margin: 0 0 8px }
  p { margin: 0; opacity: .7 }
</style>
<main>
  <h1>${quote(version)}</h1>
  <p>Sample app, container ${quote(container)}</p>
</main>
</html>
`
