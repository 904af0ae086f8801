import type { EnvDraft } from './draft'

/** An app's env as the editor begins with it: secrets keep their value unless another is typed. */
export const envDraftOf = (app: {
  env?: Record<string, string> | undefined
  envNames: readonly string[]
  secretEnv: readonly string[]
}): EnvDraft[] =>
  [...app.envNames].sort().map((name) => {
    const secret = app.secretEnv.includes(name)
    return { key: name, name, value: secret ? null : (app.env?.[name] ?? ''), secret }
  })

/** The merge patch from what was there to what the editor says; secrets that were not touched are not named. */
export const envPatch = (
  before: readonly EnvDraft[],
  after: readonly EnvDraft[],
): { env: Record<string, string | null>; secretEnv: string[] } => {
  const kept = after.filter((variable) => variable.name !== '')
  const old = new Map(before.map((variable) => [variable.name, variable.value]))
  const changed = kept.filter((variable) => variable.value !== null && variable.value !== old.get(variable.name))
  const gone = before.filter((variable) => !kept.some((one) => one.name === variable.name))
  return {
    env: Object.fromEntries([
      ...gone.map((variable) => [variable.name, null] as const),
      ...changed.map((variable) => [variable.name, variable.value] as const),
    ]),
    secretEnv: kept.filter((variable) => variable.secret).map((variable) => variable.name),
  }
}

/** Lines of a .env file as variables; null where the text is not one. Quotes around a value are taken off. */
export const parseEnvLines = (text: string): { name: string; value: string }[] | null => {
  const found: { name: string; value: string }[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line)
    if (!match) return null
    const value = (match[2] ?? '').trim()
    const quoted = /^(["'])(.*)\1$/.exec(value)
    found.push({ name: match[1] ?? '', value: quoted?.[2] ?? value })
  }
  return found.length === 0 ? null : found
}

/** Names whose values people usually want hidden; only a suggestion for new rows. */
export const looksSecret = (name: string): boolean =>
  /(SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE|CREDENTIAL|API_?KEY|ENCRYPTION_KEY|DATABASE_URL|_DSN)/i.test(name)
