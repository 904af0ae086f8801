import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault, runCommand } from './fault'
import { project } from './home'

const ROOMS = [
  'adapters',
  'app',
  'bench',
  'bin',
  'components',
  'core',
  'docker',
  'prisma',
  'services',
  'tests',
  'workers',
]
const LONE_FILES = ['env.ts', 'runtime.ts', 'next.config.js', 'vitest.config.ts']
const GENERATED = 'prisma/generated/'

const resultSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

/** Checks the arrows between the rooms, and that every file was seen: a checker that reads nothing finds nothing. */
runCommand(async () => {
  const rooms = [...ROOMS, ...LONE_FILES].filter((room) => existsSync(join(project, room)))
  const cruiser = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const run = spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.cjs', '-T', 'json', ...rooms], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
  })
  if (!run.stdout) throw new Fault(`The import rules could not be checked: ${run.stderr}`)
  const { modules, summary } = resultSchema.parse(JSON.parse(run.stdout))
  const seen = new Set(modules.map((module) => module.source))
  const unseen = rooms.flatMap(sourcesOf).filter((file) => !seen.has(file))
  for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`)
  for (const file of unseen) console.error(`not seen: ${file}`)
  console.log(`${seen.size} modules seen, ${summary.violations.length} broken rules, ${unseen.length} files not seen`)
  return summary.violations.length + unseen.length === 0 ? 0 : 1
})

function sourcesOf(room: string): string[] {
  if (LONE_FILES.includes(room)) return [room]
  return readdirSync(join(project, room), { recursive: true, encoding: 'utf8' })
    .map((name) => `${room}/${name}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.startsWith(GENERATED))
}
