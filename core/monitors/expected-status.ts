/** Parts of what a monitor expects: `200-299`, `200,301-308`. */
const part = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/

const parse = (text: string): (readonly [from: number, to: number])[] | null => {
  const ranges = text.split(',').map((one) => {
    const found = part.exec(one.trim())
    if (!found) return null
    const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])]
    return from <= to ? ([from, to] as const) : null
  })
  return ranges.every((range) => range !== null) ? ranges : null
}

export const isExpectedStatusText = (text: string): boolean => parse(text) !== null

/** Whether a status is among those expected; false for a text that says nothing. */
export const isExpectedStatus = (text: string, status: number): boolean =>
  parse(text)?.some(([from, to]) => status >= from && status <= to) ?? false
