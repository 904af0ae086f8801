import { networkOf, trustSeconds } from '@/core/access/sign-in-limits'
import type { Attempts } from '@/core/ports/attempts'
import { sha256 } from '@/services/digest'

/** Names for counting, without meaning to whoever reads them. */
export const countedName = async (text: string): Promise<string> => (await sha256(text)).slice(0, 32)

export const addressName = (ip: string): Promise<string> => countedName(networkOf(ip))

/** Whether this person has signed in from this network lately. */
export const isKnownNetwork = async (attempts: Attempts, email: string, ip: string): Promise<boolean> =>
  attempts.remembers(await knownName(email, ip))

/** From now on the network is the person's: after a complete sign-in only. */
export const rememberNetwork = async (attempts: Attempts, email: string, ip: string): Promise<void> =>
  attempts.remember(await knownName(email, ip), trustSeconds)

const knownName = async (email: string, ip: string): Promise<string> =>
  `known:${await countedName(email)}:${await addressName(ip)}`
