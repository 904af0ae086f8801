import { type DomainTls, TrafficError } from '@/core/ports/traffic'
import { allowed } from './allowed'
import { readMap } from './answers'
import type { ProxyEnd } from './proxy-end'
import { certificateFile, checkedTls, versionEntry } from './tls-files'

/** What a running proxy has been told about certificates. */
interface Known {
  /** Domain to `KEY:VERSION`. */
  versions: ReadonlyMap<string, string>
  redirects: ReadonlyMap<string, string>
  /** Files that are listed, each with its domain. */
  listed: ReadonlySet<string>
}

const readKnown = async (end: ProxyEnd): Promise<Known> => {
  const [versions, redirects, listed] = await Promise.all([
    end.read('show map certs.map'),
    end.read('show map redirects.map'),
    end.read('show ssl crt-list certs.list'),
  ])
  return {
    versions: readMap(versions),
    redirects: readMap(redirects),
    listed: new Set(listed.split('\n').flatMap((line) => /^([0-9a-f]{24}\.pem) /.exec(line)?.[1] ?? [])),
  }
}

/**
 * Brings one proxy's certificates and redirects of an app in line, in an order in which no name is at any moment without
 * the certificate that it keeps, and none is sent to HTTPS before it has one. What is there already is left alone.
 */
export const applyTls = async (end: ProxyEnd, key: number, wanted: readonly DomainTls[]): Promise<void> => {
  const known = await readKnown(end)
  const isMine = (entry: string | undefined): boolean => entry?.startsWith(`${key}:`) ?? false
  for (const tls of wanted.map(checkedTls)) await present(end, known, { ...tls, key })
  const redirected = new Set(wanted.filter(({ redirect }) => redirect).map(({ domain }) => domain))
  for (const domain of redirected) await setEntry(end, known.redirects, 'redirects.map', domain, String(key))
  for (const [domain, owner] of known.redirects) {
    if (owner === String(key) && !redirected.has(domain)) await end.writeOnce(`del map redirects.map ${domain}`)
  }
  const kept = new Set(wanted.map(({ domain }) => domain))
  for (const [domain, entry] of known.versions) if (isMine(entry) && !kept.has(domain)) await forget(end, domain)
}

const present = async (end: ProxyEnd, known: Known, tls: DomainTls & { key: number }): Promise<void> => {
  const { domain, pem } = tls
  const file = certificateFile(domain)
  const entry = versionEntry(tls)
  const isListed = known.listed.has(file)
  if (isListed && known.versions.get(domain) === entry) return
  await end.loadCertificate(file, pem)
  if (!isListed) {
    await expectSuccess(end, `add ssl crt-list certs.list <<\n${file} ${domain}\n`, `list the certificate of ${domain}`)
  }
  await setEntry(end, known.versions, 'certs.map', domain, entry)
}

const setEntry = async (
  end: ProxyEnd,
  known: ReadonlyMap<string, string>,
  map: string,
  domain: string,
  value: string,
): Promise<void> => {
  if (known.get(domain) === value) return
  await end.writeOnce(`${known.has(domain) ? 'set' : 'add'} map ${map} ${allowed('domain', domain)} ${value}`)
}

/** Its handshakes are refused from then on. The list goes first: a certificate that is listed cannot be deleted. */
const forget = async (end: ProxyEnd, domain: string): Promise<void> => {
  const file = certificateFile(domain)
  await end.writeOnce(`del ssl crt-list certs.list ${file}`)
  await end.writeOnce(`del ssl cert ${file}`)
  await end.writeOnce(`del map certs.map ${domain}`)
}

const expectSuccess = async (end: ProxyEnd, command: string, what: string): Promise<void> => {
  const answer = await end.writeOnce(command)
  if (/^Success!$/m.test(answer)) return
  throw new TrafficError('proxy_unavailable', `${end.name} did not ${what}: ${answer.trim().slice(0, 300)}`)
}
