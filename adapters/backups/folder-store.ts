import { readdir, realpath, rm, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { BackupFault } from '@/core/backups/fault'
import { isBackupName } from '@/core/backups/names'
import type { BackupStore } from '@/core/ports/backups'
import { writeWhole } from './write-whole'

interface FolderStore {
  folder: string
  /** The instance's own state folder, in which no backup is of any use. */
  home: string
}

const field = 'destination.folder'
/** A file that has not changed for so long is no longer being written. */
const abandonedMs = 24 * 60 * 60_000

/**
 * A folder of this machine, or one that is mounted. It is never made: where a disk is not mounted, a backup on the disk
 * below it would only look like one.
 */
export const createFolderStore = ({ folder, home }: FolderStore): BackupStore => ({
  put: async (name, pieces, signal) => {
    const within = await inWords(folder, realpath(folder))
    if (!(await inWords(folder, stat(within))).isDirectory()) throw faultOf(folder, notAFolder)
    if (`${within}${sep}`.startsWith(`${await realpath(home).catch(() => home)}${sep}`)) {
      throw new BackupFault(
        `${folder} lies in the folder of Gapless itself, with which it would be lost. Name one outside of ${home}.`,
        field,
      )
    }
    return inWords(folder, writeWhole(join(within, name), pieces, signal))
  },
  list: async () => {
    const names = await inWords(folder, readdir(folder))
    await Promise.all(names.filter(isUnfinished).map((name) => removeAbandoned(join(folder, name))))
    return names.filter(isBackupName)
  },
  remove: (name) => inWords(folder, rm(join(folder, name), { force: true })),
})

/** What a worker that was killed has left of a backup; see writeWhole. */
const isUnfinished = (name: string): boolean => isBackupName(name.replace(/\.\d+\.new$/, '')) && name.endsWith('.new')

const removeAbandoned = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => null)
  if (found && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { force: true }).catch(() => undefined)
}

const notAFolder = 'it is not a folder. Name a folder.'
const toWrite = 'Let the user that Gapless runs as write there, or name another folder.'
const reasons: Record<string, string> = {
  ENOENT: 'there is no such folder, or its disk is not mounted. Make it on the server, or correct the path.',
  ENOTDIR: notAFolder,
  EACCES: `Gapless may not write there. ${toWrite}`,
  EPERM: `Gapless may not write there. ${toWrite}`,
  EROFS: 'it can only be read. Mount it for writing, or name another folder.',
  ENOSPC: 'its disk is full. Make room, keep fewer backups, or name another folder.',
  EDQUOT: 'its disk is full. Make room, keep fewer backups, or name another folder.',
  ENAMETOOLONG: 'its path is too long. Name another folder.',
  EIO: 'its disk does not work. Look at the system’s log, or name another folder.',
  ESTALE: 'its disk is away. Mount it again, or name another folder.',
}

const faultOf = (folder: string, reason: string, cause?: unknown): BackupFault =>
  new BackupFault(`${folder} cannot be used: ${reason}`, field, { cause })

const inWords = async <T>(folder: string, work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    // What the database says has codes of its own; only the file system's have a system call.
    const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : ''
    const reason = reasons[code]
    throw reason === undefined ? error : faultOf(folder, reason, error)
  }
}
