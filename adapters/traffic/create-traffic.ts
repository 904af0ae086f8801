import { setTimeout as wait } from 'node:timers/promises'
import type Dockerode from 'dockerode'
import type { HostTarget } from '@/core/ports/host-target'
import { type HostTraffic, type ProxyState, type Traffic, TrafficError } from '@/core/ports/traffic'
import { readVersion } from './answers'
import { firstState } from './archive'
import { IdleLines } from './idle-lines'
import { Line } from './line'
import { lookAt } from './look'
import {
  assertHeld,
  inspectOwned,
  proxyNames,
  removeContainer,
  restartContainer,
  type Site,
  startContainer,
  unavailable,
} from './owned'
import { refuseSharedPorts, startFailure } from './port-check'
import { createProxy } from './proxy-container'
import { ProxyEnd } from './proxy-end'
import { render } from './render'
import { ProxySession } from './session'
import { mergeHealth, surveyOne } from './survey'

export interface TrafficOptions {
  /** The Docker client for a host. */
  docker(host: HostTarget): Dockerode
  /** Whether the instance still has a host with this id. */
  isHost(hostId: string): Promise<boolean>
  /** Makes the proxy's image exist on the host's engine and returns its id or our own tag. */
  proxyImage(host: HostTarget, onProgress: (message: string) => void): Promise<string>
  httpPort: number
  httpsPort: number
  /** What our prober sends in `x-gapless-probe`; 16 to 128 letters, digits, - and _. */
  probeSecret: string
  /** How long a closed session's lines are kept for the next one. */
  keepLinesMs: number
}

const startTimeoutMs = 20_000
/** From a proxy's creation until it has its configuration and is started. */
const makingTakesMs = 10_000
/** One that died, one that is made anew, and its start. */
const ensuringTakesMs = 60_000
const reader = { key: 0, fence: 0 }

const isServing = async (docker: Dockerode, id: string): Promise<boolean> => {
  try {
    const line = await Line.open(docker, id)
    const info = await line.request('r show info', startTimeoutMs)
    // The master drops what it is asked while it has just started.
    const master = await line.request('m show proc', startTimeoutMs)
    line.close()
    return info.outcome === 'ok' && readVersion(info.text) !== null && master.outcome === 'ok'
  } catch {
    // Not up yet, or not any more: the container's state tells which.
    return false
  }
}

/** The two HAProxy containers of each host. Every error it throws is a {@link TrafficError}. */
export const createTraffic = (options: TrafficOptions): Traffic => {
  const idle = new IdleLines(options.keepLinesMs)
  const { httpPort, httpsPort, probeSecret } = options
  const settings = { httpPort, httpsPort, probeSecret }

  const siteOf = (host: HostTarget): Site => ({ docker: options.docker(host), host, isHost: options.isHost })

  const inspectOne = async (host: HostTarget, name: string): Promise<ProxyState> => {
    const site = siteOf(host)
    const found = await inspectOwned(site, name)
    if (!found?.State.Running) return { name, running: false, version: null, startedAt: null, oldWorkers: 0 }
    const end = new ProxyEnd(site, name, reader, idle)
    try {
      const [info, workers] = await Promise.all([end.read('show info'), end.workers()])
      const version = readVersion(info)
      return { name, running: true, version, startedAt: found.State.StartedAt, oldWorkers: workers.old.length }
    } finally {
      end.close()
    }
  }

  /** Reads from those of the two that run. */
  const readRunning = async <Result>(host: HostTarget, read: (end: ProxyEnd) => Promise<Result>): Promise<Result[]> => {
    const site = siteOf(host)
    const found = await Promise.all(
      proxyNames(host).map(async (name) => ((await inspectOwned(site, name))?.State.Running ? name : null)),
    )
    return Promise.all(
      found
        .filter((name) => name !== null)
        .map(async (name) => {
          const end = new ProxyEnd(site, name, reader, idle)
          try {
            return await read(end)
          } finally {
            end.close()
          }
        }),
    )
  }

  /** Waits until it serves. False where it has to be made anew: it has no configuration, or whoever made it took it away. */
  const awaitStart = async (host: HostTarget, name: string, id: string): Promise<boolean> => {
    const site = siteOf(host)
    const { docker } = site
    const deadline = Date.now() + startTimeoutMs
    for (;;) {
      const found = await inspectOwned(site, name)
      if (found?.Id !== id) return false
      const { State, RestartCount } = found
      if (State.Restarting || State.Status === 'exited' || RestartCount > 0 || Date.now() > deadline) {
        const failure = await startFailure(docker, id)
        if (failure) throw failure
        await removeContainer(docker, id)
        return false
      }
      if (State.Running && (await isServing(docker, id))) return true
      await wait(50)
    }
  }

  const createOne = async (host: HostTarget, name: string, desired: HostTraffic, image: string): Promise<boolean> => {
    const docker = options.docker(host)
    const state = await firstState(render(desired, settings), desired.generation)
    const id = await createProxy(docker, host, { name, image, httpPort, httpsPort, state })
    if (id === null) return false
    try {
      await startContainer(docker, id)
      return await awaitStart(host, name, id)
    } catch (error) {
      await removeContainer(docker, id)
      throw error
    }
  }

  const ensureOne = async (host: HostTarget, name: string, desired: HostTraffic, image: () => Promise<string>) => {
    const site = siteOf(host)
    const { docker } = site
    const deadline = Date.now() + ensuringTakesMs
    let made = null as { id: string; seenAt: number } | null
    while (Date.now() < deadline) {
      const found = await inspectOwned(site, name)
      if (found?.State.Running && !found.State.Restarting) {
        if (!made || (await awaitStart(host, name, found.Id))) return
        continue
      }
      if (!found) {
        if (await createOne(host, name, desired, await image())) return
      } else if (found.State.Status !== 'created') {
        if (!(await restartContainer(docker, found.Id))) await removeContainer(docker, found.Id)
        else if (await awaitStart(host, name, found.Id)) return
      } else if (made?.id !== found.Id) {
        // Several deployments may be the first on a host: another one is just making it.
        made = { id: found.Id, seenAt: Date.now() }
      } else if (Date.now() - made.seenAt > makingTakesMs) {
        // Whoever made it died before it had its configuration.
        await removeContainer(docker, found.Id)
      } else {
        await wait(50)
      }
    }
    throw new TrafficError('proxy_unavailable', `The proxy ${name} was not there within ${ensuringTakesMs / 1000} s.`)
  }

  return {
    async ensureProxies(host, desired, onProgress = () => {}) {
      assertHeld(host)
      const docker = options.docker(host)
      let image: Promise<string> | null = null
      const imageOnce = () => {
        image ??= options.proxyImage(host, onProgress)
        return image
      }
      try {
        await refuseSharedPorts(docker, host, [httpPort, httpsPort])
        const ensured = proxyNames(host).map((name) => ensureOne(host, name, desired, imageOnce))
        // Both have to end before one's failure is told: nothing may go on being made behind the caller's back.
        await Promise.allSettled(ensured)
        await Promise.all(ensured)
        return await Promise.all(proxyNames(host).map((name) => inspectOne(host, name)))
      } catch (error) {
        throw unavailable('The proxies could not be started', error)
      }
    },

    async inspectProxies(host) {
      return Promise.all(proxyNames(host).map((name) => inspectOne(host, name)))
    },

    async look(host) {
      return readRunning(host, lookAt)
    },

    async survey(host, apps) {
      const views = await readRunning(host, (end) => surveyOne(end, apps))
      const [first, second] = views
      return {
        running: views.length,
        counters: [...(first?.counters ?? []), ...(second?.counters ?? [])],
        health: mergeHealth(first?.health ?? [], second?.health ?? []),
      }
    },

    async removeProxies(host) {
      assertHeld(host)
      const site = siteOf(host)
      for (const name of proxyNames(host)) {
        const found = await inspectOwned(site, name)
        if (found) await site.docker.getContainer(found.Id).remove({ force: true, v: true })
      }
    },

    async open(host, appKey, fence) {
      if (fence > 0) assertHeld(host)
      const writer = { key: appKey, fence }
      const ends = proxyNames(host).map((name) => new ProxyEnd(siteOf(host), name, writer, idle))
      try {
        await Promise.all(ends.map((end) => end.connect()))
      } catch (error) {
        for (const end of ends) end.close()
        throw unavailable('The proxies could not be reached', error)
      }
      return new ProxySession(ends, appKey, settings)
    },
  }
}
