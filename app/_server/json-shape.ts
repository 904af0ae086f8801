const maxNesting = 32
/** The largest app has some 2,000 values; looking at a million would hold everybody up. */
const maxValues = 20_000

/** What is wrong with a JSON text's size and shape, looked at before it is parsed; null when nothing is. */
export const shapeFault = (text: string): { code: string; message: string } | null => {
  let depth = 0
  let commas = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') {
      inString = true
    } else if (character === '{' || character === '[') {
      depth += 1
      if (depth > maxNesting) {
        return { code: 'nested_too_deeply', message: `The body nests deeper than ${maxNesting} levels.` }
      }
    } else if (character === '}' || character === ']') {
      depth -= 1
    } else if (character === ',') {
      commas += 1
      if (commas > maxValues) {
        return { code: 'too_many_values', message: `The body has more than ${maxValues} values.` }
      }
    }
  }
  return null
}
