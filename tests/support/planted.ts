import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'

/** Secrets by what they are, each of them random, so that finding one anywhere means that it was put there. */
export const newPlants = () => {
  const word = () => `planted-${randomBytes(12).toString('hex')}`
  return {
    appEnv: word(),
    triedEnv: word(),
    mailServer: word(),
    signInProvider: word(),
    slackAddress: word(),
    webhookLogin: word(),
    webhookQuery: word(),
    webhookSigning: randomBytes(32).toString('base64'),
    monitorHeader: word(),
    monitorPassword: word(),
    monitorBody: word(),
    registryPassword: word(),
    hostKey: randomBytes(48).toString('base64'),
    wrongPassword: word(),
    wrongToken: `gpl_${randomBytes(23).toString('hex')}`,
    misplaced: word(),
  }
}

/** The names of those secrets that stand in a text, as they are, in base64, or as an address has them. */
export const plantsIn = (text: string, plants: ReadonlyMap<string, string>): string[] =>
  [...plants].filter(([, secret]) => formsOf(secret).some((form) => text.includes(form))).map(([name]) => name)

const formsOf = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  encodeURIComponent(secret),
  // As JSON has a text of several lines.
  JSON.stringify(secret).slice(1, -1),
]

/** The command lines of all processes of this machine from now on, looked at so often that a short one is seen too. */
export const watchCommandLines = (): { seen: ReadonlySet<string>; stop(): void } => {
  const seen = new Set<string>()
  const look = (): void => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
      } catch {
        // It has ended meanwhile.
      }
    }
  }
  look()
  const timer = setInterval(look, 50)
  return {
    seen,
    stop: () => {
      look()
      clearInterval(timer)
    },
  }
}

/** Every command that anybody sends to a Redis from now on, with all its values. */
export const watchRedis = async (url: string): Promise<{ seen: readonly string[]; stop(): void }> => {
  const seen: string[] = []
  const redis = new Redis(url)
  const monitor = await redis.monitor()
  monitor.on('monitor', (_: string, args: string[]) => seen.push(args.join(' ')))
  return {
    seen,
    stop: () => {
      monitor.disconnect()
      redis.disconnect()
    },
  }
}

/** What stands in all files under a folder, by their paths in it; bytes as they are. */
export const filesUnder = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]),
  )
