import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Pack, pack } from 'tar-stream'
import type { MachineFile } from './machine-files'

const folders: Record<string, number> = {
  bin: 0o755,
  etc: 0o755,
  home: 0o755,
  root: 0o700,
  run: 0o755,
  sbin: 0o755,
  tmp: 0o1777,
  usr: 0o755,
  'usr/bin': 0o755,
  'usr/local': 0o755,
  'usr/local/bin': 0o755,
  'usr/sbin': 0o755,
  var: 0o755,
  'var/lib': 0o755,
}

const passwd = (users: readonly string[]): string =>
  ['root:0', ...users].map((user) => `${user.replace(':', ':x:')}:${user.split(':')[1]}::/tmp:/bin/sh\n`).join('')

const group = (users: readonly string[]): string =>
  ['root:0', ...users].map((user) => `${user.replace(':', ':x:')}:\n`).join('')

async function addFile(archive: Pack, file: MachineFile): Promise<void> {
  const entry = archive.entry({ name: file.target.slice(1), size: file.size, mode: 0o755, mtime: new Date(0) })
  await pipeline(createReadStream(file.source), entry)
}

async function fill(
  archive: Pack,
  files: readonly MachineFile[],
  applets: readonly string[],
  users: readonly string[],
) {
  const mtime = new Date(0)
  for (const [name, mode] of Object.entries(folders)) archive.entry({ name, type: 'directory', mode, mtime })
  archive.entry({ name: 'etc/passwd', mtime }, passwd(users))
  archive.entry({ name: 'etc/group', mtime }, group(users))
  const taken = new Set(files.map((file) => file.target))
  for (const name of applets.filter((applet) => !taken.has(`/bin/${applet}`))) {
    archive.entry({ name: `bin/${name}`, type: 'symlink', linkname: 'busybox', mtime })
  }
  for (const file of files) await addFile(archive, file)
  archive.finalize()
}

/** A root folder as a tar: these files, busybox under the name of each applet, these users. */
export function rootArchive(
  files: readonly MachineFile[],
  applets: readonly string[],
  users: readonly string[],
): Readable {
  const archive = pack()
  fill(archive, files, applets, users).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  return Readable.from(archive, { objectMode: false })
}
