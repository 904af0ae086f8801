/** A host as a form holds it: what was typed, right or wrong. */
export interface HostDraft {
  name: string
  type: 'ssh' | 'tcp' | 'socket'
  host: string
  port: string
  username: string
  privateKey: string
  hostKey: string
  ca: string
  cert: string
  key: string
  path: string
  publicAddress: string
}

export const emptyHostDraft: HostDraft = {
  name: '',
  type: 'ssh',
  host: '',
  port: '',
  username: '',
  privateKey: '',
  hostKey: '',
  ca: '',
  cert: '',
  key: '',
  path: '/var/run/docker.sock',
  publicAddress: '',
}

/** The host that a form describes. To be checked by the host's schema. */
export const hostFromDraft = (draft: HostDraft): Record<string, unknown> => ({
  name: draft.name.trim(),
  endpoint: endpointFrom(draft),
  ...(draft.publicAddress.trim() === '' ? {} : { publicAddress: draft.publicAddress.trim() }),
})

const endpointFrom = (draft: HostDraft): Record<string, unknown> => {
  const reached = {
    host: draft.host.trim(),
    ...(draft.port.trim() === '' ? {} : { port: Number(draft.port) }),
  }
  switch (draft.type) {
    case 'socket':
      return { type: 'socket', path: draft.path.trim() }
    case 'tcp':
      return { type: 'tcp', ...reached, tls: { ca: draft.ca.trim(), cert: draft.cert.trim(), key: draft.key.trim() } }
    case 'ssh':
      return {
        type: 'ssh',
        ...reached,
        username: draft.username.trim(),
        privateKey: draft.privateKey.trim(),
        hostKey: draft.hostKey.trim(),
      }
  }
}
