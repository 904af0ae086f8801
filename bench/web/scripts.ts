import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openPlain, type State, visit } from './paint'

/** A script as it came over the wire. */
interface Script {
  url: string
  bytes: number
  encoding: string
}

/** The paths of all pages there are, with the ids of an app and a deployment in place of theirs, and one that is none. */
export const allPages = (appId: string, deploymentId: string): string[] => {
  const files = readdirSync(join(import.meta.dirname, '../../app'), { recursive: true, encoding: 'utf8' })
  const paths = files
    .filter((file) => file.endsWith('page.tsx'))
    .map((file) => `/${dirname(file)}`.replace(/\/(\([^)]*\)|\.)/g, ''))
    .map((path) =>
      path.replace('/apps/[id]', `/apps/${appId}`).replace('/deployments/[id]', `/deployments/${deploymentId}`),
    )
  return [...paths.filter((path) => path !== '').sort(), '/nowhere']
}

/** Every script that a browser with an empty cache gets for this page, the largest first. */
export const scriptsOf = async (browser: Browser, url: string, path: string, state?: State): Promise<Script[]> => {
  const page = await openPlain(browser, url, 1440, state)
  const encodings = new Map<string, string>()
  page.on('response', (response) => {
    encodings.set(response.url(), response.headers()['content-encoding'] ?? 'none')
  })
  await visit(page, path, path === '/nowhere' ? 404 : 200)
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .map((entry) => ({ url: entry.name, bytes: entry.encodedBodySize })),
  )
  await page.context().close()
  return loaded
    .filter(({ url }) => new URL(url).pathname.endsWith('.js'))
    .map((script) => ({ ...script, encoding: encodings.get(script.url) ?? 'unknown' }))
    .sort((one, other) => other.bytes - one.bytes)
}
