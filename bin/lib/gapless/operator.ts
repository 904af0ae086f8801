import { parseArgs } from 'node:util'
import { createDatabase } from '@/adapters/database/client'
import { GaplessError } from '@/core/errors'
import { dismissOperator } from '@/services/instance/dismiss-operator'
import { nameOperator } from '@/services/instance/name-operator'
import { Fault } from '../fault'
import { say } from '../progress'
import { readSettings } from '../settings'
import { withInstance } from './instance-database'

/** `bin/gapless operator EMAIL [--remove]`. Throws a {@link Fault} where that cannot be. */
export async function operator(args: readonly string[]): Promise<void> {
  const { email, isRemoval } = parse(args)
  await withInstance(readSettings(process.env), async ({ databaseUrl }) => {
    const instanceDb = createDatabase(databaseUrl)
    try {
      const { name } = await (isRemoval ? dismissOperator : nameOperator)({ instanceDb }, { email })
      say(isRemoval ? `${name} is no operator any more.` : `${name} is an operator of this instance from now on.`)
    } catch (error) {
      throw error instanceof GaplessError ? new Fault(error.message) : error
    } finally {
      await instanceDb.$disconnect()
    }
  })
}

function parse(args: readonly string[]): { email: string; isRemoval: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { remove: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [email, ...more] = positionals
    if (email !== undefined && more.length === 0) return { email, isRemoval: values.remove }
  } catch {
    // What is wrong with them shows from how it is called.
  }
  throw new Fault('Name one person: bin/gapless operator EMAIL [--remove]')
}
