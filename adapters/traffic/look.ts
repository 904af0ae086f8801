import type { ProxyView, Side } from '@/core/ports/traffic'
import { readMap } from './answers'
import type { ProxyEnd } from './proxy-end'
import { dead } from './render'

/** What this proxy's serving worker has been told about routes, domains, certificates and slots; backups are not among them. */
export const lookAt = async (end: ProxyEnd): Promise<ProxyView> => {
  const [routes, domains, servers, certificates, redirects] = await Promise.all([
    end.read('show map routes.map'),
    end.read('show map hosts.map'),
    end.read('show servers state'),
    end.read('show map certs.map'),
    end.read('show map redirects.map'),
  ])
  return {
    routes: new Map(
      [...readMap(routes)].flatMap(([key, backend]) => {
        const [, side] = /_([ab])$/.exec(backend) ?? []
        return side === undefined ? [] : [[Number(key), side as Side] as const]
      }),
    ),
    domains: new Map([...readMap(domains)].map(([domain, key]) => [domain, Number(key)])),
    certificates: new Map(
      [...readMap(certificates)].map(([domain, entry]) => {
        const [key, version = ''] = entry.split(':')
        return [domain, { key: Number(key), version }]
      }),
    ),
    redirects: new Set(readMap(redirects).keys()),
    filled: readServers(servers),
  }
}

/** Reads `show servers state`: a version, a line that names the columns, and a line for each server. */
export const readServers = (text: string): ProxyView['filled'] => {
  let columns: string[] = []
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('# be_id')) columns = line.slice(2).split(' ')
    const cells = line.split(' ')
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? ''
    const [, key, side, slot] = /^k(\d+)([ab])(\d+)$/.exec(cell('srv_name')) ?? []
    const address = `${cell('srv_addr')}:${cell('srv_port')}`
    if (key === undefined || side === undefined || address === dead) return []
    return [{ key: Number(key), side: side as Side, slot: Number(slot), address }]
  })
}
