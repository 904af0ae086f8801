import { parseImageReference } from '@/core/apps/image-reference'
import { type RunSettings, runSettingsSchema } from '@/core/apps/schema'
import { DeploymentStepError } from '@/core/deployments/failures'
import type { PullProgress } from '@/core/ports/containers'
import type { Release } from '@/prisma/generated/client'
import { beginReplicas } from '../begin-replicas'
import { updateHeld } from '../held'
import { allocatePlaces, claimEngines, closeSessions, ensureNetworks, openSessions } from '../open-hosts'
import { releaseTag } from '../release-tag'
import { asStepError, engineOf, type HostRun, type LocatedHost, type ReadyHost, type Run } from '../run'
import { resolveImage } from './resolve-image'

/**
 * Makes sure that every host can run the release: its image present under our tag, the release written, the line to the
 * proxies open, the app's side declared. As soon as a host has the image its first containers start, unless a command
 * is to be run before. Changes nothing for users.
 */
export const prepare = async (run: Run): Promise<string> => {
  await claimEngines(run)
  const located = run.places.map(({ host, ...place }): LocatedHost => {
    const { target, engine } = engineOf(run.ctx, host)
    return { host, place, target, engine: run.impatience.around(engine) }
  })
  const networking = ensureNetworks(run, located)
  networking.catch(() => undefined)
  const existing = run.release ?? (await requestedRelease(run))
  if (existing) run.release = existing
  const settings = runSettingsSchema.parse(existing ? existing.runSettings : run.app.runSettings)
  const placed = await allocatePlaces(run, settings, located)
  const opening = openSessions(run, placed)
  // Awaited only once the image is there; should it fail before, that is soon enough to hear of it.
  opening.catch(() => undefined)
  try {
    const [message, networks] = await Promise.all([
      existing ? presentRelease(run, placed, existing) : newRelease(run, placed),
      networking,
      assertMemory(run, located, settings.resources.memoryMb),
    ])
    const ready = placed.flatMap((host, index): ReadyHost[] => {
      const network = networks[index]
      return network ? [{ ...host, network }] : []
    })
    if (!needsPreDeploy(run, settings)) {
      // Where it goes back to what serves there is nothing to start, and those replicas are not to be touched yet.
      for (const host of ready) if (host.side !== host.previousSide) begin(run, host)
    }
    const sessions = await opening
    run.hosts = ready.flatMap((host, index): HostRun[] => {
      const session = sessions[index]
      return session ? [{ ...host, session }] : []
    })
    return message
  } catch (error) {
    await opening.then(closeSessions, () => undefined)
    throw error
  }
}

/** A new release may have a command to be run once before it starts. */
export const needsPreDeploy = (run: Run, settings: RunSettings): boolean =>
  settings.preDeploy != null && run.runsPreDeploy && !run.doneSteps.has('pre_deploy')

const begin = (run: Run, host: ReadyHost): void => {
  const begun = beginReplicas(run, host)
  begun.catch(() => undefined)
  run.begun.set(host.host.id, begun)
}

const requestedRelease = async (run: Run): Promise<Release | null> => {
  const { requestedReleaseId } = run.deployment
  if (!requestedReleaseId) return null
  const release = await run.ctx.db.release.findUniqueOrThrow({ where: { id: requestedReleaseId } })
  if (release.retiredAt) throw new DeploymentStepError('release_retired')
  return release
}

/** A release that exists needs no registry where its image is present; elsewhere it is pulled by its digest. */
const presentRelease = async (run: Run, hosts: readonly LocatedHost[], release: Release): Promise<string> => {
  const tag = releaseTag(run.ctx.instance.id, run.app.slug, release.number)
  const messages = await Promise.all(
    hosts.map(async ({ host, engine }) => {
      try {
        if (await engine.findImage(tag)) return null
        const exact = `${parseImageReference(release.image).name}@${release.digest}`
        const local = (await engine.findImage(exact)) ?? (await engine.findImage(release.digest))
        if (local) {
          await engine.tag(local.id, tag)
          return null
        }
        const onProgress = (progress: PullProgress) => run.journal.say(progress.message)
        const { image } = await resolveImage({
          ctx: run.ctx,
          host,
          engine,
          image: exact,
          onProgress,
          signal: run.signal,
        })
        await engine.tag(image.id, tag)
        return `pulled on ${host.name}`
      } catch (error) {
        throw asStepError(error, host.name, release.image)
      }
    }),
  )
  const pulled = messages.filter((message) => message !== null)
  return `v${release.number}, ${pulled.length === 0 ? 'present' : pulled.join(', ')}`
}

const newRelease = async (run: Run, hosts: readonly LocatedHost[]): Promise<string> => {
  const image = run.deployment.requestedImage
  if (!image) throw new DeploymentStepError('no_image')
  const resolved = await Promise.all(
    hosts.map(async ({ host, engine }) => {
      try {
        return {
          engine,
          ...(await resolveImage({
            ctx: run.ctx,
            host,
            engine,
            image,
            onProgress: (progress) => run.journal.say(progress.message),
            signal: run.signal,
          })),
        }
      } catch (error) {
        throw asStepError(error, host.name, image)
      }
    }),
  )
  const digest = resolved[0]?.digest
  if (digest === undefined) throw new DeploymentStepError('internal')
  const different = resolved.findIndex((one) => one.digest !== digest)
  if (different !== -1) {
    const host = hosts[different]?.host.name ?? ''
    throw new DeploymentStepError('engine_error', {
      host,
      detail: `it has another image under ${image} than the first host`,
    })
  }
  const release = await writeRelease(run, image, digest)
  run.release = release
  const tag = releaseTag(run.ctx.instance.id, run.app.slug, release.number)
  await Promise.all(resolved.map((one) => one.engine.tag(one.image.id, tag)))
  const how = resolved.some((one) => one.pulled) ? 'pulled' : 'present'
  return `v${release.number}, ${how}, ${digest.slice(0, 19)}`
}

/** The release takes what the app is set to at this moment, sealed env included. */
const writeRelease = (run: Run, image: string, digest: string): Promise<Release> =>
  run.ctx.db.$transaction(async (tx) => {
    const app = await tx.app.update({ where: { id: run.app.id }, data: { nextRelease: { increment: 1 } } })
    const release = await tx.release.create({
      data: {
        teamId: app.teamId,
        appId: app.id,
        number: app.nextRelease - 1,
        image,
        digest,
        runSettings: runSettingsSchema.parse(app.runSettings),
        envSealed: app.envSealed,
        envNames: app.envNames,
        secretEnv: app.secretEnv,
      },
    })
    await updateHeld(tx, run.held, { releaseId: release.id })
    return release
  })

const assertMemory = async (run: Run, hosts: readonly LocatedHost[], memoryMb: number | undefined): Promise<void> => {
  if (memoryMb === undefined) return
  for (const { host, engine } of hosts) {
    const { memoryBytes } = await engine.info().catch((error: unknown) => {
      throw asStepError(error, host.name, '')
    })
    const needed = memoryMb * run.live.replicas * 1024 * 1024
    if (needed > memoryBytes) {
      throw new DeploymentStepError('not_enough_memory', {
        host: host.name,
        detail: `${memoryMb} MB for each of ${run.live.replicas} replicas, and the host has ${Math.floor(memoryBytes / 1024 / 1024)} MB`,
      })
    }
  }
}
