import { instanceParts } from '@/runtime'
import type { Database } from '@/services/context'

/** From now on, what this process asks its database, in order: `App.findFirst`. Values are left out. */
export const recordQueries = (): string[] => {
  const seen: string[] = []
  const parts = instanceParts()
  const recording = parts.instanceDb.$extends({
    query: {
      $allOperations: ({ model, operation, args, query }) => {
        seen.push(model === undefined ? operation : `${model}.${operation}`)
        return query(args)
      },
    },
  })
  // What queries do is changed, not what they look like.
  parts.instanceDb = recording as unknown as Database
  return seen
}
