const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** No definition is nested deeper; what is goes through unchanged and is refused by its schema. */
const deepest = 20

/** JSON Merge Patch (RFC 7396): null removes a member, objects are merged, anything else replaces. Changes neither. */
export const mergePatch = (target: unknown, patch: unknown, depth = 0): unknown => {
  if (!isRecord(patch) || depth > deepest) return patch
  const result = new Map(Object.entries(isRecord(target) ? target : {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name)
    else result.set(name, mergePatch(result.get(name), value, depth + 1))
  }
  return Object.fromEntries(result)
}
