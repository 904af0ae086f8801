import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { leastPassphrase } from '@/core/backups/settings'
import { errorCode, Fault } from '../fault'

export interface FileArguments {
  file: string
  /** As it was given; never in an argument itself, where every user of the machine could read it. */
  passphrase: string | null
}

/** `FILE [--passphrase-file FILE]`. Throws a {@link Fault} that says how it is called. */
export async function readFileArguments(command: string, args: readonly string[]): Promise<FileArguments> {
  const { file, passphraseFile } = parse(command, args)
  // Launchers change the folder; a relative file means: from where the command was called.
  const from = process.env.OLDPWD ?? process.cwd()
  return { file: resolve(from, file), passphrase: passphraseFile === null ? null : await read(from, passphraseFile) }
}

function parse(command: string, args: readonly string[]): { file: string; passphraseFile: string | null } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { 'passphrase-file': { type: 'string' } },
      allowPositionals: true,
    })
    const [file, ...more] = positionals
    if (file !== undefined && more.length === 0) return { file, passphraseFile: values['passphrase-file'] ?? null }
  } catch {
    // What is wrong with them shows from how it is called.
  }
  throw new Fault(`Usage: bin/gapless ${command} FILE [--passphrase-file FILE]`)
}

async function read(from: string, path: string): Promise<string> {
  const passphrase = (path === '-' ? await text(process.stdin) : readFile(resolve(from, path))).replace(/\r?\n$/, '')
  if (passphrase.length < leastPassphrase) {
    throw new Fault(`The passphrase has ${passphrase.length} characters and needs ${leastPassphrase} or more.`)
  }
  return passphrase
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault(`${path} cannot be read (${errorCode(error)}).`)
  }
}
