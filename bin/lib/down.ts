import { parseArgs } from 'node:util'
import { Fault, runCommand } from './fault'
import { home } from './home'
import { findInstance } from './identity'
import { checkMachine } from './preflight'
import { say, step } from './progress'
import { purge } from './purge'
import { becomeHolder, endHolding, findHolder, replaceHolder } from './single-start'
import { stopLeftovers } from './take-over'

const USAGE = 'Usage: bin/down [--purge]'
/** Longer than bin/up takes at most: the worker's 28 s, then Redis and the database. */
const GRACE_MS = 60_000

runCommand(async () => {
  const wantsPurge = readArguments()
  checkMachine()
  const holder = findHolder()
  if (holder) await step('Stopping Gapless', () => replaceHolder(holder, GRACE_MS))
  else await becomeHolder()
  await stopLeftovers()
  const instance = findInstance()
  if (wantsPurge)
    await step(`Removing everything of ${instance ? `instance ${instance.id}` : home.root}`, () => purge(instance))
  else if (!holder) say('Gapless was not running.')
  endHolding()
  return 0
})

function readArguments(): boolean {
  try {
    return parseArgs({ options: { purge: { type: 'boolean' } } }).values.purge ?? false
  } catch {
    throw new Fault(USAGE)
  }
}
