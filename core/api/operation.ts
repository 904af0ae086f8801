import type { z } from 'zod'
import type { Action } from '../access/policy'

/** What a call of the API takes and answers; routes, their checks and the OpenAPI document are made from it. */
export interface Operation {
  operationId: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As in OpenAPI, from the root: `/api/v1/apps/{id}`. */
  path: string
  summary: string
  tag: string
  /** Who may call it: anybody, a token of role metrics, the instance's operator, or whoever the policy lets do this. */
  access: 'public' | 'metrics' | 'operator' | Action
  params: z.ZodType
  query: z.ZodType
  /** null: the call takes no body. */
  body: z.ZodType | null
  /** True: a call without a body means the same as `{}`. */
  bodyOptional: boolean
  /** A JSON Merge Patch (RFC 7396) of what this schema describes; null for other calls. */
  patchOf: z.ZodType | null
  success: 200 | 201 | 202 | 204
  contentType: 'application/json' | 'text/event-stream' | 'application/x-ndjson' | 'text/plain' | 'text/csv'
  /** null: the answer has no body, or none that a schema describes. */
  response: z.ZodType | null
  /** Statuses of problems that are particular to it; those that every call may have are added. */
  problems: readonly number[]
}

const defaults = {
  bodyOptional: false,
  patchOf: null,
  contentType: 'application/json',
  problems: [],
} as const

type Defaulted = keyof typeof defaults

type Given = Omit<Operation, Defaulted> & Partial<Pick<Operation, Defaulted>>

/** Completes an operation while keeping its schemas' own types, from which a route's handler gets its types. */
export const defineOperation = <const Definition extends Given>(
  definition: Definition,
): Omit<Operation, keyof Definition> & Definition & Operation => ({ ...defaults, ...definition })

/** Whether calls of its kind have a body at all. */
export const takesBody = ({ method }: Pick<Operation, 'method'>): boolean => ['post', 'put', 'patch'].includes(method)
