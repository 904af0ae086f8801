/** As a certificate names it: a domain, or `*.` and one. */
export const certificateNamePattern =
  /^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/

/** Whether a certificate with these names is for the domain. `*` stands for one label, the first (RFC 6125). */
export const isFor = (names: readonly string[], domain: string): boolean =>
  names.includes(domain) || names.includes(domain.replace(/^[^.]+/, '*'))

interface Choosable {
  id: string
  domains: readonly string[]
  notAfter: Date
}

/**
 * Which of a team's certificates serves one of its domains: the one that lasts longest, so that a renewed one takes over
 * as soon as it is there. Null where none is for it.
 */
export const chooseCertificate = <Certificate extends Choosable>(
  certificates: readonly Certificate[],
  domain: string,
): Certificate | null =>
  certificates
    .filter(({ domains }) => isFor(domains, domain))
    .reduce<Certificate | null>((best, one) => (best === null || lastsLonger(one, best) ? one : best), null)

const lastsLonger = (one: Choosable, other: Choosable): boolean =>
  one.notAfter.getTime() === other.notAfter.getTime() ? one.id > other.id : one.notAfter > other.notAfter
