import { mkdirSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The project's root, where package.json is. */
export const project = resolve(import.meta.dirname, '../..')

const root = resolve(process.env.GAPLESS_HOME || join(project, '.gapless'))

/** Where an instance keeps its state: everything it is, apart from its containers. */
export const home = {
  root,
  instance: join(root, 'instance.json'),
  secrets: join(root, 'secrets.json'),
  credentials: join(root, 'initial-credentials.json'),
  restoring: join(root, 'restore-unfinished'),
  demoProof: join(root, 'demo-proof.json'),
  postgres: join(root, 'postgres'),
  redis: join(root, 'redis'),
  run: join(root, 'run'),
  logs: join(root, 'logs'),
}

/** Makes the folders. The root may be passed through, not listed: the database's own user must reach its folder. */
export function makeHome(): void {
  mkdirSync(root, { recursive: true, mode: 0o711 })
  for (const folder of [home.run, home.logs]) mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** The state folder by its one true name, so that two spellings of it are not two instances. */
export function trueHome(): string {
  return realpathSync(root)
}
