import { hash, verify } from '@node-rs/argon2'
import type { Passwords } from '@/core/ports/passwords'
import { zxcvbnStrength } from './zxcvbn-strength'

/** Argon2id is the library's default; OWASP's choice for it: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** At most this many at once: each takes 19 MiB, and a flood of sign-ins must not take the machine. */
const mostAtOnce = 4

export const createArgon2Passwords = (): Passwords => {
  const inTurn = limited(mostAtOnce)
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => hash(typed(password), options)),
    verify: async (stored, password) => {
      nobody ??= hash('nobody has this password', options)
      const compared = stored ?? (await nobody)
      const isRight = await inTurn(() => verify(compared, typed(password)))
      return stored !== null && isRight
    },
    strength: zxcvbnStrength,
  }
}

/** Keyboards write the same sign in several ways (NIST SP 800-63B-4, 3.1.1.2). */
const typed = (password: string): string => password.normalize('NFKC')

const limited = (most: number) => {
  let running = 0
  const waiting: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
