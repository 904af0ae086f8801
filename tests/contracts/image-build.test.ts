import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImage, ensureImage } from '@/docker/build/build-image'
import { MissingProgramsError } from '@/docker/build/errors'
import { proxyRecipe, type Recipe, sampleAppRecipe } from '@/docker/build/recipe'
import { leftOf, randomInstanceId, removeInstance, testDocker, tinyImage } from '@/tests/support/docker'
import { startRegistry, type TestRegistry } from '@/tests/support/registry'

const docker = testDocker()
const instanceId = randomInstanceId()
const labels = { 'gapless.instance': instanceId }
const project = join(import.meta.dirname, '../..')
const tagOf = (name: string) => `gapless-${instanceId}/${name}:v1`

/** Runs a command in the image; returns its output. */
async function output(image: string, command: string[]): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: command,
    Labels: labels,
    Tty: true,
  })
  await container.start()
  await container.wait()
  const said = await container.logs({ stdout: true, stderr: true })
  await container.remove()
  return said.toString('utf8')
}

describe('building images', () => {
  let folder: string
  let registry: TestRegistry
  const recipe = (base: string, programs: Recipe['programs'] = []): Promise<Recipe> =>
    writeFile(join(folder, 'Dockerfile'), `ARG BASE=${base}\nFROM \${BASE}\nCOPY Dockerfile /built-from\n`).then(
      () => ({
        name: 'test image',
        folder,
        buildArgs: {},
        programs,
        users: [],
      }),
    )

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gapless-recipe-'))
    registry = await startRegistry()
  })
  afterAll(async () => {
    await removeInstance(instanceId)
    await registry.stop()
    await rm(folder, { recursive: true, force: true })
    expect(await leftOf(instanceId)).toEqual([])
  })

  it('builds the proxy from the files of this machine', { timeout: 60_000 }, async () => {
    const tag = tagOf('proxy')
    const { imageId } = await buildImage({ docker, recipe: proxyRecipe(project), tag, labels, mode: 'offline' })
    const image = await docker.getImage(tag).inspect()
    expect(image.Id).toContain(imageId.replace('sha256:', ''))
    expect(image.Config.Labels).toMatchObject(labels)
    const said = await output(tag, ['sh', '-c', 'haproxy -v; perl -v; echo aGk= | base64 -d; ls -l /usr/local/bin'])
    expect(said).toMatch(/HAProxy version \d.*This is perl 5.*hi.*-rwxr-xr-x.*gapless-session/s)
  })

  it('takes an unchanged image as it is', { timeout: 60_000 }, async () => {
    const request = {
      docker,
      recipe: sampleAppRecipe(project, 'v1'),
      tag: tagOf('sample'),
      labels,
      mode: 'offline' as const,
    }
    const first = await ensureImage(request)
    expect(await ensureImage(request)).toEqual(first)
    const other = await ensureImage({ ...request, recipe: sampleAppRecipe(project, 'v2') })
    expect(other).not.toEqual(first)
  })

  it('builds on the public base where it can be pulled', { timeout: 30_000 }, async () => {
    const base = await registry.push(docker, await tinyImage(instanceId), 'base:v1')
    const said: string[] = []
    const onProgress = (message: string) => said.push(message)
    const tag = tagOf('public')
    await buildImage({ docker, recipe: await recipe(base.name), tag, labels, mode: 'public', onProgress })
    expect(said).toContain(`pulling ${base.name}`)
    expect(await docker.getImage(tag).get()).toBeDefined()
  })

  it('falls back when the public base cannot be had, and says why', { timeout: 30_000 }, async () => {
    const nowhere = '127.0.0.1:1/nothing:v1'
    const busybox = { name: 'busybox', target: '/bin/busybox', package: 'busybox-static' }
    const said: string[] = []
    const request = { docker, tag: tagOf('fallback'), labels, onProgress: (message: string) => said.push(message) }
    await buildImage({ ...request, recipe: await recipe(nowhere, [busybox]) })
    expect(said.join('\n')).toMatch(/127\.0\.0\.1:1\/nothing:v1 could not be pulled/)
    expect(await output(request.tag, ['cat', '/built-from'])).toContain(nowhere)
    await expect(buildImage({ ...request, recipe: await recipe(nowhere), mode: 'public' })).rejects.toThrow(/pulled/)
  })

  it('names the packages that are missing', async () => {
    const absent = { name: 'no-such-program', target: '/bin/no-such-program', package: 'no-such-package' }
    const request = { docker, recipe: await recipe('127.0.0.1:1/nothing:v1', [absent]), tag: tagOf('missing'), labels }
    const error = await buildImage(request).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(MissingProgramsError)
    expect(error).toMatchObject({ packages: ['no-such-package'], programs: ['no-such-program'] })
    expect(String(error)).toMatch(/could not be pulled.*apt-get install -y --no-install-recommends no-such-package/)
  })
})
