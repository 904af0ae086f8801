import { parseArgs } from 'node:util'
import { createDatabase } from '@/adapters/database/client'
import { withdrawSecondFactor } from '@/services/account/withdraw-second-factor'
import { Fault } from '../fault'
import { say } from '../progress'
import { readSettings } from '../settings'
import { withInstance } from './instance-database'

/** `bin/gapless second-factor-off EMAIL`. Throws a {@link Fault} where nobody with that address has a second factor. */
export async function secondFactorOff(args: readonly string[]): Promise<void> {
  const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
  const [email, ...more] = positionals
  if (email === undefined || more.length > 0) throw new Fault('Name one person: bin/gapless second-factor-off EMAIL')
  await withInstance(readSettings(process.env), async ({ databaseUrl }) => {
    const instanceDb = createDatabase(databaseUrl)
    try {
      const person = await withdrawSecondFactor({ instanceDb }, { email })
      if (!person) throw new Fault(`Nobody with the address ${email} has a second factor. Nothing was changed.`)
      say(
        `The second factor of ${person.name} is off. A password or a mailed link lets them in; they can turn it on again.`,
      )
    } finally {
      await instanceDb.$disconnect()
    }
  })
}
