import { execFile } from 'node:child_process'
import { access, constants, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Program } from './recipe'

const run = promisify(execFile)
const systemFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** A file of this machine and where the image has it. */
export interface MachineFile {
  source: string
  target: string
  size: number
  modifiedMs: number
}

const isExecutable = async (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

const find = async (program: Program): Promise<string | null> => {
  const candidates = program.path ? [program.path] : systemFolders.map((folder) => join(folder, program.name))
  for (const path of candidates) if (await isExecutable(path)) return path
  return null
}

/** Those of the programs that are not on this machine. */
export async function missingPrograms(programs: readonly Program[]): Promise<Program[]> {
  const found = await Promise.all(programs.map(find))
  return programs.filter((_, index) => !found[index])
}

/** The libraries a program loads, its loader included; none for a static one. */
async function libraries(path: string): Promise<string[]> {
  const listed = await run('ldd', [path], {
    env: { NODE_ENV: 'production', LC_ALL: 'C', PATH: systemFolders.join(':') },
  }).catch((error: unknown) => {
    // ldd exits with 1 for a static program, and says so.
    if (/not a dynamic executable/.test(String(error))) return { stdout: '' }
    throw error
  })
  return [...listed.stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].flatMap((match) => match[1] ?? [])
}

const described = async (source: string, target: string): Promise<MachineFile> => {
  const real = await realpath(source)
  const { size, mtimeMs } = await stat(real)
  return { source: real, target, size, modifiedMs: mtimeMs }
}

/** The programs with all libraries they load, each once, ordered by place. All must be there. */
export async function programFiles(programs: readonly Program[]): Promise<MachineFile[]> {
  const files = await Promise.all(
    programs.map(async (program) => {
      const path = await find(program)
      if (!path) throw new Error(`${program.name} is not on this machine`)
      const used = await libraries(path)
      return Promise.all([described(path, program.target), ...used.map((library) => described(library, library))])
    }),
  )
  const byTarget = new Map(files.flat().map((file) => [file.target, file]))
  return [...byTarget.values()].sort((one, other) => (one.target < other.target ? -1 : 1))
}

/** Every command that this machine's busybox can be. */
export async function busyboxApplets(): Promise<string[]> {
  const path = await find({ name: 'busybox', target: '', package: '' })
  if (!path) return []
  return (await run(path, ['--list'])).stdout.split('\n').filter((name) => /^[a-z0-9[_-]+$/i.test(name))
}
