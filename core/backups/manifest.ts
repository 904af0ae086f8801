import { z } from 'zod'

/** Of the file; raised when an older Gapless could not read it any more. */
export const formatVersion = 1

const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)

const tableSchema = z.strictObject({ name, columns: z.array(name).min(1) })
export type TableShape = z.infer<typeof tableSchema>

const literal = "'\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?)?'"

/** A part of a table, made as it was so that the rows of its time find it. */
const partitionSchema = z.strictObject({
  name,
  parent: name,
  /** As Postgres says it; nothing but times may stand in it. */
  bound: z.string().regex(new RegExp(`^FOR VALUES FROM \\(${literal}\\) TO \\(${literal}\\)$`)),
})
export type PartitionShape = z.infer<typeof partitionSchema>

const sequenceSchema = z.strictObject({ name, value: z.string().regex(/^\d+$/), isCalled: z.boolean() })

/** What a passphrase has sealed: AES-256-GCM with a key by scrypt; all of it base64url. */
const byPassphraseSchema = z.strictObject({
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  text: z.string(),
})
export type ByPassphrase = z.infer<typeof byPassphraseSchema>

/** The first entry of a backup: what it is and what it takes to use it. */
export const manifestSchema = z.strictObject({
  format: z.literal(formatVersion),
  /** Version of the Gapless that made it. */
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  /** The instance's id, by which its containers are found again. */
  instanceId: z.string().regex(/^[0-9a-z]{4,32}$/),
  /** Names of the migrations that the database had, in order. */
  migrations: z.array(z.string().regex(/^\d{14}_\w+$/)).min(1),
  /** Short names of the keys that open what is sealed in it. */
  keyIds: z.array(z.string().regex(/^[0-9a-f]{8}$/)).min(1),
  /** The keys, sealed by a passphrase; null where they are kept elsewhere. */
  keys: byPassphraseSchema.nullable(),
  /** The instance's other secrets (sessions, prober, first login), sealed by its key. */
  secretsSealed: z.string(),
  tables: z.array(tableSchema),
  partitions: z.array(partitionSchema),
  sequences: z.array(sequenceSchema),
})
export type Manifest = z.infer<typeof manifestSchema>

/** What the database's own copy knows of itself. */
export type DatabaseShape = Pick<Manifest, 'migrations' | 'tables' | 'partitions' | 'sequences'>
/** … and what is added about the instance. */
export type InstanceFacts = Omit<Manifest, keyof DatabaseShape | 'format'>

/** The last entry: without it the file is cut off. */
export const endSchema = z.strictObject({
  tables: z.record(name, z.strictObject({ rows: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
})
export type End = z.infer<typeof endSchema>
