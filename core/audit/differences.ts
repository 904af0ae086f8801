/** What an event changed at one place. */
export interface Difference {
  /** Such as `healthCheck.path`. */
  path: string
  /** null: it was not there. */
  before: string | null
  after: string | null
}

/** Deep enough for everything that is written down. */
const mostDepth = 6

/** What an event changed, place by place, in the order in which it is written down; what stayed as it was is left out. */
export const differences = (before: unknown, after: unknown): Difference[] => {
  const [old, now] = [placesOf(before), placesOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((one) => one.before !== one.after)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists of plain values are one value; what is null or empty is not there. */
const placesOf = (value: unknown, path = '', depth = 0, found = new Map<string, string>()): Map<string, string> => {
  if (value === null || value === undefined || value === '') return found
  const list = Array.isArray(value) && value.some((one) => isObject(one) || Array.isArray(one)) ? { ...value } : value
  if (isObject(list) && depth < mostDepth) {
    for (const [key, inner] of Object.entries(list)) {
      placesOf(inner, path === '' ? key : `${path}.${key}`, depth + 1, found)
    }
    return found
  }
  const text = Array.isArray(value)
    ? value.map(String).join(', ')
    : isObject(value)
      ? JSON.stringify(value)
      : String(value)
  if (text !== '') found.set(path, text)
  return found
}
