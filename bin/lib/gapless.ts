import { generateClient } from './build'
import { Fault, runCommand } from './fault'

const HELP = `Usage: bin/gapless COMMAND

  rotate-key              Makes a new encryption key and seals every secret again with it, while Gapless goes on.
  backup FILE             Copies the control plane, as of one moment, into a new file. Gapless may go on.
      --passphrase-file FILE   puts the encryption key into it as well, sealed by the passphrase in this file
                               ("-": on standard input). Without it, keep the key yourself: secrets.json has it.
  restore FILE            Fills an empty instance from a backup. Then start it with bin/up: apps that serve go on.
      --passphrase-file FILE   takes the encryption key from the backup
  second-factor-off EMAIL Turns off the second factor of somebody who has lost it with all recovery codes.
  operator EMAIL          Makes somebody in a team an operator: they add any host, share hosts, make teams, see to backups.
      --remove                 makes them an operator no more; the last one stays
  help                    Says this.

All of it is about the instance of GAPLESS_HOME (.gapless/ unless set), with the same settings that bin/up is started with.`

/** Loaded when asked for: they need the database client, which is generated first. */
const commands: Record<string, (args: readonly string[]) => Promise<void>> = {
  'rotate-key': async (args) => (await import('./gapless/rotate-key')).rotateKey(args),
  backup: async (args) => (await import('./gapless/backup')).backup(args),
  'second-factor-off': async (args) => (await import('./gapless/second-factor-off')).secondFactorOff(args),
  operator: async (args) => (await import('./gapless/operator')).operator(args),
  restore: async (args) => (await import('./gapless/restore')).restore(args),
}

runCommand(async () => {
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(`${HELP}\n`)
    return name === undefined ? 1 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Fault(`There is no command ${name}. bin/gapless help lists what there is.`)
  await generateClient()
  await command(args)
  return 0
})
