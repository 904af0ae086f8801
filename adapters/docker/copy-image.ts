import type Dockerode from 'dockerode'
import { asking } from './errors'
import { findImage } from './images'

/**
 * Makes an image of ours exist on another engine by carrying it there, so that a host needs no registry for it.
 * Returns at once where it is there already. Throws EngineError.
 */
export const copyImage = async (call: {
  from: Dockerode
  to: Dockerode
  tag: string
  onProgress: (message: string) => void
}): Promise<void> => {
  if (await findImage(call.to, call.tag)) return
  call.onProgress(`Sending ${call.tag} to the host.`)
  await asking(async () => {
    const archive = await call.from.getImage(call.tag).get()
    const answer = await call.to.loadImage(archive)
    await new Promise<void>((resolve, reject) => {
      call.to.modem.followProgress(answer, (error) => (error ? reject(error) : resolve()))
    })
  })
}
