import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type Dockerode from 'dockerode'
import { testDocker } from './docker'

export interface RegistryLogin {
  username: string
  password: string
}

/** Made once with bcrypt, the only kind the registry reads: Node has none to make another. */
export const registryLogin: RegistryLogin = { username: 'tester', password: 'a-login-of-the-test-registry-7f3a91' }
const htpasswdLine = 'tester:$2y$05$abcdefghijklmnopqrstuuL7h0iMCi33LkvZ2JNkkF3leMkfIwxya\n'

/** A registry of our own on 127.0.0.1, with its images in a temporary folder. */
export interface TestRegistry {
  /** `127.0.0.1:port`, how image names begin that come from it. */
  host: string
  /**
   * Pushes a local image as `repository:tag` and forgets that name here, so that it has to be pulled. Returns the full
   * name and the digest. The login is the registry's own unless another is given; null for none.
   */
  push(docker: Dockerode, localTag: string, as: string, login?: RegistryLogin | null): Promise<PushedImage>
  /** Ends it and removes what the engine pulled from it. */
  stop(): Promise<void>
}

interface PushedImage {
  /** `127.0.0.1:port/repository:tag` */
  name: string
  /** `sha256:…` */
  digest: string
}

const configuration = (folder: string, withLogin: boolean): string =>
  JSON.stringify({
    version: 0.1,
    storage: { filesystem: { rootdirectory: join(folder, 'images') }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0' },
    ...(withLogin ? { auth: { htpasswd: { realm: 'tests', path: join(folder, 'htpasswd') } } } : {}),
  })

/** The port it chose, from its own log. */
async function listeningPort(registry: ChildProcess): Promise<number> {
  const last: string[] = []
  const { stdout, stderr } = registry
  if (!stdout || !stderr) throw new Error('the registry was started without pipes')
  return new Promise((resolve, reject) => {
    for (const input of [stdout, stderr]) {
      createInterface({ input }).on('line', (line) => {
        last.push(line)
        const port = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1]
        if (port) resolve(Number(port))
      })
    }
    registry.once('error', reject)
    registry.once('exit', (code) => reject(new Error(`docker-registry ended (${code}): ${last.slice(-5).join('\n')}`)))
  })
}

async function push(docker: Dockerode, name: string, login: RegistryLogin | null): Promise<string> {
  // Docker wants the header even where there is nothing to say.
  const authconfig = login ? { ...login, serveraddress: name.split('/')[0] } : {}
  const stream = await docker.getImage(name).push({ authconfig })
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (error, events: { error?: string; aux?: { Digest?: string } }[]) => {
      const failure = error ?? events.find((event) => event.error)?.error
      const digest = events.find((event) => event.aux?.Digest)?.aux?.Digest
      if (failure || !digest) reject(new Error(`push of ${name} failed: ${failure ?? 'no digest'}`))
      else resolve(digest)
    })
  })
}

/** Removes every name under which the engine has images of this registry. */
async function forget(docker: Dockerode, host: string): Promise<void> {
  const images = await docker.listImages({ all: true })
  const names = images.flatMap((image) => [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])])
  for (const name of names.filter((one) => one.startsWith(`${host}/`))) {
    // With the last tag of a repository its digests are gone too.
    await docker
      .getImage(name)
      .remove()
      .catch(() => undefined)
  }
}

/** Starts Debian's docker-registry; with `login` it asks for {@link registryLogin}. */
export async function startRegistry({ login: withLogin = false } = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'gapless-registry-'))
  await writeFile(join(folder, 'config.yml'), configuration(folder, withLogin))
  await writeFile(join(folder, 'htpasswd'), htpasswdLine)
  const registry = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => {
    registry.once('close', () => resolve())
  })
  const end = async () => {
    registry.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const port = await listeningPort(registry).catch(async (error: unknown) => {
    await end()
    throw error
  })
  const host = `127.0.0.1:${port}`
  return {
    host,
    async stop() {
      await end()
      await forget(testDocker(), host)
    },
    async push(docker, localTag, as, login = withLogin ? registryLogin : null) {
      const [repository, tag = 'latest'] = as.split(':')
      await docker.getImage(localTag).tag({ repo: `${host}/${repository}`, tag })
      const name = `${host}/${repository}:${tag}`
      try {
        return { name, digest: await push(docker, name, login) }
      } finally {
        await docker.getImage(name).remove()
      }
    },
  }
}
