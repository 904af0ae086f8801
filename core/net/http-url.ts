import { z } from 'zod'

/** A URL that we are to ask. Whether its address may be connected to is decided when that is known. */
export const httpUrlSchema = z
  .string()
  .max(2000, 'A URL has at most 2,000 characters.')
  .regex(/^https?:\/\/[^\s\p{Cc}\\]+$/iu, 'Begin with http:// or https://, without spaces.')
  .refine((url) => URL.canParse(url), 'This is no URL.')

/** What we speak. Who wrote a URL was told already; this holds where it is used, whatever it came from. */
export const isHttp = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:'
