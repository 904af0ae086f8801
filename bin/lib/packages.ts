import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Fault } from './fault'
import { step } from './progress'
import { runTool } from './run-tool'

export const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** The program's path, looked for in PATH and the system's folders (a user's PATH often lacks sbin); null if absent. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS].filter((folder) => folder !== '')
  for (const folder of folders) {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {
      // Not here.
    }
  }
  return null
}

export const isRoot = process.getuid?.() === 0

/** What to put before a command to run it as root; null when we may not. */
function rootPrefix(): string[] | null {
  if (isRoot) return []
  const sudo = findProgram('sudo')
  return sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : null
}

/** Runs a tool as root, directly or through sudo without a password. Throws a {@link Fault} with `remedy` if we may not. */
export async function runAsRoot(command: readonly string[], purpose: string, remedy: string): Promise<void> {
  const prefix = rootPrefix()
  if (!prefix) throw new Fault(remedy)
  const [program = '', ...args] = [...prefix, ...command]
  await runTool({ command: program, args, purpose })
}

/** Debian packages we need, and what for. */
export interface Need {
  /** Programs that must be there; when all are, nothing is installed. */
  programs: readonly string[]
  packages: readonly string[]
  why: string
}

/** The packages of those needs that are not met by the programs on this machine. */
function missingPackages(needs: readonly Need[]): string[] {
  return needs.flatMap((need) => (need.programs.every((program) => findProgram(program)) ? [] : need.packages))
}

/**
 * Installs what is missing, saying what and why. Throws a {@link Fault} that names the packages where apt-get is not
 * to be had or not allowed.
 */
export async function installMissing(needs: readonly Need[]): Promise<void> {
  const unmet = needs.filter((need) => missingPackages([need]).length > 0)
  if (unmet.length === 0) return
  const packages = missingPackages(unmet)
  const list = packages.join(' ')
  const why = unmet.map((need) => need.why).join('; ')
  const aptGet = findProgram('apt-get')
  if (!aptGet) {
    const programs = unmet.flatMap((need) => need.programs).join(', ')
    throw new Fault(`${programs} must be installed (${why}). On Debian the packages are: ${list}. Then start again.`)
  }
  const prefix = rootPrefix()
  if (!prefix) {
    throw new Fault(
      `These packages are missing (${why}). Run: sudo apt-get install -y --no-install-recommends ${list}. Then start again.`,
    )
  }
  await step(`Installing ${list} (${why})`, async (note) => {
    const apt = (purpose: string, ...args: string[]) => {
      // SYSTEMD_OFFLINE: we want the programs, not their services (Redis on its usual port, for one) started beside ours.
      const env = ['env', 'DEBIAN_FRONTEND=noninteractive', 'SYSTEMD_OFFLINE=1']
      const [command = '', ...rest] = [...prefix, ...env, aptGet, ...args]
      return runTool({ command, args: rest, purpose, onLine: note })
    }
    const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages]
    // With fresh lists this is all it takes; with none or old ones they are fetched first.
    await apt(`Installing ${list}`, ...install).catch(async () => {
      await apt('apt-get update', 'update')
      await apt(`Installing ${list}`, ...install)
    })
  })
}
