/** Enough of a digest to recognise it by: `sha256:1f2e3d4c5b6a` becomes `1f2e3d4c5b6a`. */
export const shortDigest = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 12)

/** An image without its digest, for places where the digest is shown beside it. */
export const imageWithoutDigest = (image: string): string => image.split('@')[0] ?? image
