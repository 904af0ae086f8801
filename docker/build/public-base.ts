import type Dockerode from 'dockerode'
import { ImageBuildError, sentenceOf } from './errors'
import { findImage } from './find-image'
import { followProgress, type OnProgress, Patience } from './follow'

const SILENCE_MS = 15_000

/** The image a Dockerfile is built on unless another is given: its `ARG BASE=…`. */
export function publicBase(dockerfile: string): string {
  const base = /^ARG BASE=(\S+)$/m.exec(dockerfile)?.[1]
  if (!base) throw new ImageBuildError('The Dockerfile has no ARG BASE=… line.')
  return base
}

/** Makes the engine have the public base, pulling it if need be. Throws with a sentence when it cannot be had. */
export async function ensurePublicBase(docker: Dockerode, base: string, onProgress: OnProgress): Promise<void> {
  if (await findImage(docker, base)) return
  onProgress(`pulling ${base}`)
  const patience = new Patience(SILENCE_MS)
  try {
    const stream = await docker.pull(base, { abortSignal: patience.signal })
    await followProgress(docker, stream, (message) => {
      patience.heard()
      onProgress(message)
    })
  } catch (error) {
    const why = patience.signal.aborted ? 'nothing was heard for 15 s.' : sentenceOf(error)
    throw new ImageBuildError(`The public image ${base} could not be pulled: ${why}`, { cause: error })
  } finally {
    patience.end()
  }
  if (!(await findImage(docker, base))) throw new ImageBuildError(`The public image ${base} could not be pulled.`)
}
