/** The parts of an image reference that was accepted by `imageReferenceSchema`. */
export interface ImageReference {
  /** The registry's host as in a login, `docker.io` where the reference names none. */
  registry: string
  /** Without tag and digest, as written. */
  name: string
  tag: string | null
  digest: string | null
}

/** Docker's rule: the first part is a registry if it has a dot or a port, or is `localhost`. */
export const parseImageReference = (reference: string): ImageReference => {
  const [beforeDigest = '', digest = null] = reference.split('@')
  const slash = beforeDigest.lastIndexOf('/')
  const colon = beforeDigest.indexOf(':', slash + 1)
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon)
  const tag = colon === -1 ? null : beforeDigest.slice(colon + 1)
  const first = name.includes('/') ? (name.split('/')[0] ?? '') : ''
  const registry = /[.:]/.test(first) || first === 'localhost' ? first : 'docker.io'
  return { registry, name, tag, digest }
}
