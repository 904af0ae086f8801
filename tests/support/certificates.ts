import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface Certificate {
  key: string
  /** With what leads to the authority, unless that was left out. */
  cert: string
}

interface Wanted {
  /** As in a subjectAltName: `DNS:shop.example`. */
  name: string
  /** Days from now; a past one has ended. */
  endsInDays: number
  /** By an intermediate authority; `incomplete`: whose own certificate the server does not show. */
  by?: 'authority' | 'intermediate' | 'incomplete'
  /** Another key than P-256, with more of openssl's options where it takes some: `rsa:1024`. */
  key?: string
}

export interface Authority {
  /** Its certificate, to be trusted. */
  ca: string
  issue(wanted: Wanted): Promise<Certificate>
  /** Another authority's own key, signed by this one. */
  cross(other: Authority, endsInDays: number): Promise<string>
  /** One that stands for itself alone. */
  selfSigned(name: string): Promise<Certificate>
  close(): Promise<void>
}

const dayMs = 24 * 60 * 60_000
const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`

/** With a database of its own for each certificate: openssl renames it while it signs, and two are signed at once. */
const configOf = (name: string): string => `
[ca]
default_ca = any
[any]
database = ${name}.index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = whatever
unique_subject = no
[whatever]
commonName = supplied
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[req]
distinguished_name = subject
[subject]
`

/** A certificate authority in a folder of its own; made with openssl. */
export const createAuthority = async (called = 'Test authority'): Promise<Authority> => {
  const folder = await mkdtemp(join(tmpdir(), 'gapless-ca-'))
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  await write('root.config', configOf('root'))
  const newKey = [
    'req',
    '-config',
    'root.config',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
  ]
  const selfSigned = ['-x509', '-extensions', 'authority', '-subj', `/CN=${called}`]
  await openssl(...newKey, ...selfSigned, '-keyout', 'root.key', '-out', 'root.pem')

  const sign = async (
    name: string,
    by: string,
    extensions: string,
    endsInDays: number,
    key?: string,
  ): Promise<void> => {
    const ofKind = key ? ['req', '-config', 'root.config', '-newkey', ...key.split(' '), '-nodes'] : newKey
    await openssl(...ofKind, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    await write(`${name}.extensions`, extensions)
    await write(`${name}.config`, configOf(name))
    await write(`${name}.index`, '')
    const end = Date.now() + endsInDays * dayMs
    const dates = ['-startdate', stamp(Math.min(Date.now(), end) - dayMs), '-enddate', stamp(end)]
    const issuer = ['-cert', `${by}.pem`, '-keyfile', `${by}.key`, '-extfile', `${name}.extensions`]
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`]
    await openssl('ca', '-batch', '-notext', '-config', `${name}.config`, ...issuer, ...dates, ...files)
  }
  await sign('intermediate', 'root', 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign', 30)

  let count = 0
  return {
    ca: await read('root.pem'),
    issue: async ({ name, endsInDays, by = 'authority', key }) => {
      count += 1
      const file = `leaf${count}`
      await sign(file, by === 'authority' ? 'root' : 'intermediate', `subjectAltName=${name}`, endsInDays, key)
      const rest = by === 'intermediate' ? await read('intermediate.pem') : ''
      return { key: await read(`${file}.key`), cert: (await read(`${file}.pem`)) + rest }
    },
    cross: async (other, endsInDays) => {
      await write('other.pem', other.ca)
      const signing = ['-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '7', '-days', `${endsInDays}`]
      await openssl('x509', '-in', 'other.pem', ...signing, '-out', 'crossed.pem')
      return read('crossed.pem')
    },
    selfSigned: async (name) => {
      const extension = ['-addext', `subjectAltName=${name}`]
      await openssl(...newKey, '-x509', '-subj', '/CN=self', ...extension, '-keyout', 'self.key', '-out', 'self.pem')
      return { key: await read('self.key'), cert: await read('self.pem') }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
