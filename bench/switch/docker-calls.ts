import { subscribe } from 'node:diagnostics_channel'
import { ClientRequest } from 'node:http'

/** Something that was asked of Docker, such as `POST /containers/…/start`, and when: milliseconds since the epoch. */
export interface DockerCall {
  kind: string
  at: number
}

const collections = 'containers|images|networks|volumes|exec'
const named = new RegExp(`^/(${collections})/(?!create$|json$|search$|prune$)(.+?)(/[a-z]+)?$`)

/** Paths with names and ids taken out. */
const kindOf = ({ method, path }: ClientRequest): string => {
  const plain = path.replace(/\?.*$/, '').replace(/^\/v[\d.]+(?=\/)/, '')
  return `${method} ${plain.replace(named, '/$1/…$3')}`
}

/** Notes what this process asks Docker's socket for, as it leaves Node; whoever asks. */
export const noteDockerCalls = (socketPath: string): { take(): DockerCall[] } => {
  let noted: DockerCall[] = []
  subscribe('http.client.request.start', (message) => {
    if (message === null || typeof message !== 'object' || !('request' in message)) return
    const { request } = message
    if (!(request instanceof ClientRequest)) return
    if (!('socketPath' in request) || request.socketPath !== socketPath) return
    noted.push({ kind: kindOf(request), at: Date.now() })
  })
  return {
    take: () => {
      const taken = noted
      noted = []
      return taken
    },
  }
}
