import type { Destination } from '@/core/backups/destination'
import type { InstanceFacts } from '@/core/backups/manifest'

/** The control plane's data as one file (core/backups/manifest), as of one moment, while others go on writing. */
export interface Archives {
  /**
   * The file in pieces, gzipped. `facts` is asked for once the moment is fixed, so that no key is missing that sealed
   * something before it. Throws in words when the database cannot be read, and at once when the signal aborts.
   */
  write(facts: () => Promise<InstanceFacts>, signal?: AbortSignal): AsyncIterable<Uint8Array>
}

/** A place where backups are kept. Every call throws a BackupFault, without secrets, when the place refuses it. */
export interface BackupStore {
  /** Keeps the file under this name, whole or not at all; given up when the signal aborts. Returns its size in bytes. */
  put(name: string, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number>
  /** Names of all that is kept there and was made by `put` as a backup (core/backups/names). */
  list(): Promise<string[]>
  /** Does nothing where there is no such file. */
  remove(name: string): Promise<void>
}

/** What making backups takes beside their rows. */
export interface Backups {
  /**
   * This instance as of now, as `bin/gapless restore` reads it. The encryption key is in it only where there is a
   * passphrase, which seals it; without, the file names the key that opens what is secret in it. Given up when the signal
   * aborts, even where the database answers nothing.
   */
  archive(passphrase: string | null, signal: AbortSignal): AsyncIterable<Uint8Array>
  /** `isPatient`: what fails for a moment is tried again within seconds. */
  store(destination: Destination, secretAccessKey: string | null, options: { isPatient: boolean }): BackupStore
}
