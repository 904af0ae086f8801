import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

function filesIn(path: string, ignored: ReadonlySet<string>): string[] {
  if (ignored.has(path) || !existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name), ignored))
}

/** A short name for the content of these files and folders, relative to `root`; absent ones count as empty. */
export function contentHash(root: string, paths: readonly string[], ignored: readonly string[] = []): string {
  const hash = createHash('sha256')
  const skip = new Set(ignored.map((path) => join(root, path)))
  for (const file of paths.flatMap((path) => filesIn(join(root, path), skip))) {
    const content = readFileSync(file)
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 12)
}
