import { z } from 'zod'

/**
 * The character sets of everything that reaches Docker's names or the proxy's configuration. They are allow-lists: a
 * newline, space, `;` or quote can be in none of them.
 */
export const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
    'Use lower-case letters, digits and dashes, 1 to 40, beginning and ending with a letter or digit.',
  )

export const portSchema = z.int('Use a whole number.').min(1, 'Use 1 to 65535.').max(65_535, 'Use 1 to 65535.')

/** A host name as of RFC 1123, stored in lower case. */
export const domainSchema = z
  .string()
  .max(253, 'A domain has at most 253 characters.')
  .transform((domain) => domain.toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
        'Use a plain host name such as shop.example.com, without scheme, port or path.',
      ),
  )

export const httpPathSchema = z
  .string()
  .max(500, 'A path has at most 500 characters.')
  .regex(
    /^\/[A-Za-z0-9\-._~%+,=:@/?&!*()]*$/,
    'Begin with / and use letters, digits and - . _ ~ % + , = : @ / ? & ! * ( ) only.',
  )

/** As Docker's reference grammar: [registry[:port]/]path[:tag][@sha256:digest]. */
export const imageReferenceSchema = z
  .string()
  .max(400, 'An image reference has at most 400 characters.')
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/,
    'Use an image reference such as ghcr.io/team/shop:1.4 or nginx@sha256:….',
  )
  .refine(
    (image) => !/^(?:(?:index\.)?docker\.io\/)?gapless-/.test(image),
    'Images named gapless-… belong to the platform; redeploy a release instead.',
  )
  .refine((image) => !image.startsWith('sha256:'), 'Use the name of an image, not its id.')

/** Bytes: Linux passes at most 131,071 in one NAME=value (MAX_ARG_STRLEN). */
const maxEnvValue = 120_000
const maxEnvTotal = 1_000_000

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

const envNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'Use letters, digits and _, not beginning with a digit, at most 255.')

export const envSchema = z
  .record(
    envNameSchema,
    z
      .string()
      .refine((value) => bytesOf(value) <= maxEnvValue, `A value has at most ${maxEnvValue} bytes.`)
      .regex(/^[^\0]*$/, 'A value must not contain NUL.'),
  )
  .refine((env) => Object.keys(env).length <= 500, 'At most 500 variables.')
  .refine(
    (env) => Object.entries(env).reduce((sum, [name, value]) => sum + name.length + bytesOf(value), 0) <= maxEnvTotal,
    `All values together have at most ${maxEnvTotal} bytes.`,
  )
