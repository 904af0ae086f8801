import { cookies } from 'next/headers'
import { instanceParts } from '@/runtime'

const year = 31_536_000

/** Over https a browser sends the cookie over https only, and takes it from this very host. */
const isHttps = (): boolean => instanceParts().instance.url.startsWith('https://')

/** Holds the team that a browser looks at; what one may see there is looked up at every request. */
export const teamCookie = (): string => (isHttps() ? '__Host-team' : 'team')

/** This browser looks at that team from now on; one that is not the person's counts for nothing. For actions. */
export const lookAtTeam = async (teamId: string): Promise<void> => {
  const { set } = await cookies()
  set(teamCookie(), teamId, { httpOnly: true, secure: isHttps(), sameSite: 'lax', path: '/', maxAge: year })
}
