import { z } from 'zod'
import { nameSchema } from '../apps/fields'

/** With the key it has to fit into one command to a proxy, which takes 16 KB. */
export const mostChainCharacters = 11_000
export const mostKeyCharacters = 4000

/** A file has a text around its blocks at times; more than this is none. */
const mostCharacters = 100_000

const pemSchema = (what: string) =>
  z
    .string()
    .min(1, `Give the ${what}.`)
    .max(mostCharacters, `This is too long for a ${what}.`)
    .regex(/-----BEGIN /, `Give the ${what} in PEM: it begins with -----BEGIN.`)

/** A certificate as people hand it in. */
export const certificateSchema = z.strictObject({
  name: nameSchema,
  /** The certificate and, below it, those that lead to its authority. */
  certificate: pemSchema('certificate'),
  privateKey: pemSchema('private key'),
})
export type CertificateInput = z.output<typeof certificateSchema>

/** A change of one. A certificate comes with its key: neither can be replaced alone. */
export const certificatePatchSchema = certificateSchema.partial()
