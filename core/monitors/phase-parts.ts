import type { Phases } from './check'

export const phaseNames = ['dns', 'connect', 'tls', 'firstByte', 'rest'] as const
export type PhaseName = (typeof phaseNames)[number]

export const phaseWords: Record<PhaseName, string> = {
  dns: 'name',
  connect: 'connect',
  tls: 'TLS',
  firstByte: 'first byte',
  rest: 'rest',
}

/** Where the time went, one after the other, in milliseconds; what was not reached or not needed takes none. */
export const phaseParts = (phases: Phases): Record<PhaseName, number> => {
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = phases
  const parts = { dns: dnsMs ?? 0, connect: connectMs ?? 0, tls: tlsMs ?? 0, firstByte: firstByteMs ?? 0 }
  const known = parts.dns + parts.connect + parts.tls + parts.firstByte
  return { ...parts, rest: Math.max(0, (totalMs ?? known) - known) }
}
