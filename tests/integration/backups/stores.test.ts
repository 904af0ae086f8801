import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFolderStore } from '@/adapters/backups/folder-store'
import { createS3Store } from '@/adapters/backups/s3/s3-store'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import type { S3Destination } from '@/core/backups/destination'
import { BackupFault } from '@/core/backups/fault'
import { backupName } from '@/core/backups/names'
import { type S3Double, startS3Double } from '@/tests/support/s3-double'

const never = new AbortController().signal
const name = (day: number): string => backupName('abc123', new Date(Date.UTC(2026, 10, day)))

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half')
  throw new Error('the database is away')
}

/** The field and the sentence of a refusal. */
const why = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was taken',
    (error: unknown) => (error instanceof BackupFault ? `${error.field}: ${error.message}` : String(error)),
  )

let base: string
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'gapless-stores-'))
  mkdirSync(join(base, 'home/inside'), { recursive: true })
})
afterAll(() => rmSync(base, { recursive: true }))

describe('a folder', () => {
  const storeOf = (folder: string) => createFolderStore({ folder, home: join(base, 'home') })
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(base, 'folder-'))
  })

  it('keeps a backup whole and for its owner alone, and lists and removes what is one', async () => {
    const store = storeOf(folder)
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    expect(await store.put(name(1), pieces('one', 'two'), never)).toBe(6)
    expect(readFileSync(join(folder, name(1)), 'utf8')).toBe('onetwo')
    expect(statSync(join(folder, name(1))).mode & 0o777).toBe(0o600)
    expect(await store.list()).toEqual([name(1)])
    await store.remove(name(1))
    await store.remove(name(1))
    expect(readdirSync(folder)).toEqual(['notes.txt'])
  })

  it('keeps nothing of one that breaks or is given up', async () => {
    expect(await why(storeOf(folder).put(name(1), breaking(), never))).toBe('Error: the database is away')
    const giving = new AbortController()
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half')
      giving.abort(new Error('given up'))
      await new Promise((resolve) => setTimeout(resolve, 50))
      yield Buffer.from('rest')
    }
    expect(await why(storeOf(folder).put(name(1), slow(), giving.signal))).not.toBe('it was taken')
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes away what a killed worker has left of one, once that is a day old', async () => {
    const [old, fresh, other] = [`${name(1)}.7.new`, `${name(2)}.8.new`, 'report.new']
    for (const file of [old, fresh, other]) writeFileSync(join(folder, file), 'half')
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
    for (const file of [old, other]) utimesSync(join(folder, file), twoDaysAgo, twoDaysAgo)
    expect(await storeOf(folder).list()).toEqual([])
    expect(readdirSync(folder).sort()).toEqual([fresh, other].sort())
  })

  it('that cannot be used says why and what to do, in the field it is about', async () => {
    writeFileSync(join(folder, 'file'), '')
    symlinkSync(join(base, 'home/inside'), join(folder, 'link'))
    const put = (place: string) => why(storeOf(place).put(name(1), pieces('x'), never))
    expect(await put(join(folder, 'nowhere'))).toMatch(
      /^destination\.folder: .*nowhere cannot be used: there is no such/,
    )
    expect(await put(join(folder, 'file'))).toMatch(/^destination\.folder: .*it is not a folder\. Name a folder\.$/)
    expect(await put(join(folder, 'link'))).toMatch(/^destination\.folder: .*lies in the folder of Gapless itself/)
    expect(await put(join(base, 'home'))).toMatch(/lies in the folder of Gapless itself/)
    // Nobody may write there, not even root.
    expect(await put('/sys')).toMatch(
      /^destination\.folder: \/sys cannot be used: (Gapless may not|it can only be read)/,
    )
    expect(await why(storeOf(join(folder, 'nowhere')).list())).toMatch(/there is no such folder/)
  })
})

describe('S3', () => {
  let s3: S3Double
  beforeEach(async () => {
    s3 = await startS3Double()
  })
  const close = () => s3.close()
  const storeOf = (part: Partial<S3Destination> = {}, { secret = s3.secretAccessKey, pausesMs = [1, 1] } = {}) =>
    createS3Store({
      destination: {
        type: 's3',
        endpoint: s3.endpoint,
        region: s3.region,
        bucket: s3.bucket,
        prefix: 'gapless/nightly',
        accessKeyId: s3.accessKeyId,
        ...part,
      },
      secretAccessKey: secret,
      scratch: base,
      resolver: createDnsResolver(),
      pausesMs,
    })
  const put = (...options: Parameters<typeof storeOf>) => why(storeOf(...options).put(name(1), pieces('x'), never))

  it('keeps, lists page by page, and removes backups under its prefix', async () => {
    const store = storeOf()
    for (const key of ['notes.txt', 'gapless/nightly/notes.txt', `other/${name(9)}`])
      s3.objects.set(key, Buffer.from(''))
    for (const day of [1, 2, 3, 4, 5]) expect(await store.put(name(day), pieces('day ', String(day)), never)).toBe(5)
    expect(s3.objects.get(`gapless/nightly/${name(3)}`)?.toString()).toBe('day 3')
    expect(await store.list()).toEqual([1, 2, 3, 4, 5].map(name))
    await store.remove(name(1))
    await store.remove(name(1))
    expect(await store.list()).toEqual([2, 3, 4, 5].map(name))
    expect(await storeOf({ prefix: '' }).list()).toEqual([])
    expect(s3.objects.size).toBe(7)
    expect(readdirSync(base).filter((file) => file.endsWith('.new'))).toEqual([])
    await close()
  })

  it('is sent as it is read from the disk: thirty megabytes come whole', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'a')
    async function* many(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 30; index++) yield piece
    }
    expect(await storeOf().put(name(1), many(), never)).toBe(30 * piece.length)
    expect(s3.objects.get(`gapless/nightly/${name(1)}`)?.length).toBe(30 * piece.length)
    await close()
  })

  it('is asked again where it is busy, and told of where it stays so', async () => {
    s3.mood.busyTimes = 2
    expect(await put()).toBe('it was taken')
    s3.mood.busyTimes = 3
    expect(await put()).toMatch(/^null: 127\.0\.0\.1:\d+ answered 503 \(SlowDown\)\./)
    await close()
  })

  it('keeps nothing of a backup that is given up in the middle', async () => {
    const giving = new AbortController()
    s3.mood.holdUploads = new Promise(() => undefined)
    const putting = why(storeOf().put(name(1), pieces('x'), giving.signal))
    while (s3.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    giving.abort(new Error('given up'))
    expect(await putting).toBe('Error: given up')
    expect(s3.objects.size).toBe(0)
    await close()
  })

  it('that refuses says why and what to do, without the secret', async () => {
    const said = [
      await put({}, { secret: 'another-secret' }),
      await put({ accessKeyId: 'AKINOBODY' }),
      await put({ bucket: 'nowhere' }),
      await put({ region: 'us-east-1' }),
      await why(storeOf({ bucket: 'nowhere' }).list()),
    ]
    s3.mood.isFull = true
    said.push(await put())
    s3.mood.mayDelete = false
    said.push(await why(storeOf().remove(name(1))))
    const host = new URL(s3.endpoint).host
    expect(said).toEqual([
      `secretAccessKey: ${host} refused the signature: the secret access key does not belong to AKIDOUBLE. Put it in again.`,
      `destination.accessKeyId: ${host} does not know the access key ID AKINOBODY. Correct it.`,
      `destination.bucket: ${host} has no bucket nowhere. Make it there, or correct its name.`,
      'destination.region: The bucket backups is in the region eu-test-1, not in us-east-1. Correct the region.',
      `destination.bucket: ${host} has no bucket nowhere. Make it there, or correct its name.`,
      `keep: ${host} has no room left for backups. Make room, or keep fewer backups.`,
      `destination.accessKeyId: ${host} does not let the key AKIDOUBLE do this in backups. It needs s3:PutObject, s3:ListBucket and s3:DeleteObject.`,
    ])
    expect(s3.objects.size).toBe(0)
    await close()
  })

  it('that is no S3, is away, or lies where no storage lives is told as that', async () => {
    await close()
    expect(await put()).toMatch(/^destination\.endpoint: 127\.0\.0\.1:\d+ refused the connection\./)
    expect(await put({ endpoint: 'http://169.254.169.254' })).toBe(
      'destination.endpoint: 169.254.169.254 is the address of clouds’ metadata services, where no storage lives. Correct the endpoint.',
    )
    expect(await put({ endpoint: 'http://nowhere.invalid' })).toMatch(/has no address that could be found/)
  })
})
