import { passwordFaults } from '@/core/access/password-rules'
import { invalid } from '@/core/errors'
import type { Passwords } from '@/core/ports/passwords'

/**
 * Refuses a password that is easy to guess, also for those who know these words about the person (name, e-mail address).
 * Its shape is the schema's business (core/access/password-rules). Throws invalid, naming the field `path`.
 */
export const assertNewPassword = async (
  passwords: Passwords,
  password: string,
  personal: readonly string[],
  path = 'password',
): Promise<void> => {
  const faults = passwordFaults(await passwords.strength(password, personal), path)
  if (faults.length > 0) throw invalid(faults)
}
