import { z } from 'zod'
import { httpUrlSchema } from '../net/http-url'

const endpointSchema = httpUrlSchema.refine((text) => {
  if (!URL.canParse(text)) return false
  const { username, password, search, hash } = new URL(text)
  return [username, password, search, hash].every((part) => part === '')
}, 'Give the address alone, as in https://s3.eu-central-1.amazonaws.com: keys have fields of their own.')

/** A folder as the machine of the workers has it. */
const folderSchema = z.strictObject({
  type: z.literal('folder'),
  folder: z
    .string()
    .trim()
    .max(1000, 'A path has at most 1,000 characters.')
    .regex(/^\/[^\p{Cc}]+$/u, 'Give the whole path of a folder, as in /backups/gapless.'),
})

/** Storage that speaks S3: Amazon's, or MinIO, Ceph, R2 and others, with the bucket in the path. */
const s3Schema = z.strictObject({
  type: z.literal('s3'),
  endpoint: endpointSchema,
  region: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9-]{1,50}$/,
      'Give the region as the storage names it, as in eu-central-1; often us-east-1 or auto.',
    ),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'A bucket has 3 to 63 small letters, digits, dots and dashes.'),
  /** Put before each name with a slash between; empty: none. */
  prefix: z
    .string()
    .trim()
    .max(500, 'A prefix has at most 500 characters.')
    .regex(/^[\w.\-/]*$/, 'Use letters, digits, dots, dashes, underscores and slashes.')
    .transform((text) => text.replace(/^\/+|\/+$/g, '')),
  accessKeyId: z
    .string()
    .trim()
    .regex(/^[^\s\p{Cc}/,]{1,128}$/u, 'Give the access key ID, without spaces.'),
})

/** Where scheduled backups are kept; what of it is secret stands elsewhere. */
export const destinationSchema = z.discriminatedUnion('type', [folderSchema, s3Schema])
export type Destination = z.output<typeof destinationSchema>
export type S3Destination = Extract<Destination, { type: 's3' }>

/** The place in a few words: `/backups`, `s3://bucket/prefix at minio.example:9000`. */
export const destinationWords = (destination: Destination): string => {
  if (destination.type === 'folder') return destination.folder
  const { bucket, prefix, endpoint } = destination
  return `s3://${[bucket, prefix].filter(Boolean).join('/')} at ${new URL(endpoint).host}`
}
