import { z } from 'zod'

/** An address that somebody types; people are known by its lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'Type an e-mail address.')
  .max(320)
  .regex(/^[^\p{Cc}]*$/u)

/** What the sign-in form sends. Nothing is said about its shape: any wrong value is a wrong login. */
export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(1000) })

/** An address alone, as a form has it. */
export const addressSchema = z.object({ email: emailSchema })

/** How long a browser stays signed in. */
export const sessionSeconds = 30 * 24 * 60 * 60

/** How long a browser may take to show the second factor. */
export const secondFactorSeconds = 15 * 60

export type SignInMethod = 'password' | 'mail' | 'oidc' | 'github'

/** What links in mails are for, and how long they count. */
export const linkPurposes = { sign_in: { seconds: 15 * 60 }, password_reset: { seconds: 30 * 60 } } as const
export type LinkPurpose = keyof typeof linkPurposes

/** How a browser stands that holds a session: what it may see is decided by this alone. */
export type Standing =
  /** Acts for a team. */
  | 'open'
  /** Has to show the second factor first. */
  | 'second_factor'
  /** The team asks its members for a second factor, and this person has none yet. */
  | 'enrol'
  /** Belongs to no team. */
  | 'no_team'

const ways: Record<SignInMethod, string> = {
  password: 'Password',
  mail: 'Link by mail',
  oidc: 'Single sign-on',
  github: 'GitHub',
}

const isMethod = (text: string): text is SignInMethod => Object.hasOwn(ways, text)

/** A way of signing in, as people call it. */
export const methodWords = (method: string): string => (isMethod(method) ? ways[method] : method)
