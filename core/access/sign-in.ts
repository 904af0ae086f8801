import { z } from 'zod'

/** What the sign-in form sends. Nothing is said about its shape: any wrong value is a wrong login. */
export const signInSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(320)
    .regex(/^[^\p{Cc}]*$/u),
  password: z.string().min(1).max(1000),
})

/** How long a browser stays signed in. */
export const sessionSeconds = 30 * 24 * 60 * 60
