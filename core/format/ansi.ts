/** A piece of a log line in one style. */
export interface AnsiPiece {
  /** Where it stands in the line. */
  at: number
  text: string
  /** One of eight, or null for the page's own colour. */
  color: (typeof colors)[number] | null
  bold: boolean
}

type Style = Pick<AnsiPiece, 'color' | 'bold'>

const colors = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

const esc = String.fromCharCode(27)
const bell = String.fromCharCode(7)

/** Colour codes and other control sequences; titles and links end with a bell or an escape. */
const sequence = new RegExp(
  [`${esc}\\[([0-9;?]*)([A-Za-z])`, `${esc}\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)`, `${esc}[@-Z\\\\-_]`].join('|'),
  'g',
)
const controls = /[^\P{Cc}\t]/gu

/** Splits a log line at its colour codes; every other control sequence and control character is left out. */
export const parseAnsi = (line: string): AnsiPiece[] => {
  const pieces: AnsiPiece[] = []
  let style: Style = { color: null, bold: false }
  let from = 0
  const push = (text: string, at: number): void => {
    const clean = text.replace(controls, '')
    if (clean !== '') pieces.push({ at, text: clean, ...style })
  }
  for (const match of line.matchAll(sequence)) {
    push(line.slice(from, match.index), from)
    from = match.index + match[0].length
    if (match[2] === 'm') style = restyle(style, (match[1] ?? '').split(';').map(Number))
  }
  push(line.slice(from), from)
  return pieces
}

const restyle = (style: Style, codes: readonly number[]): Style => {
  let { color, bold } = style
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0
    if (code === 0) [color, bold] = [null, false]
    else if (code === 1) bold = true
    else if (code === 22) bold = false
    else if (code === 39) color = null
    else if (code >= 30 && code <= 37) color = colors[code - 30] ?? null
    else if (code >= 90 && code <= 97) color = colors[code - 90] ?? null
    // 38 and 48 are followed by a palette's number or by three of a colour: neither is one of the eight.
    else if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4
  }
  return { color, bold }
}

/** The line as plain text, for searching and downloading. */
export const stripAnsi = (line: string): string => {
  // Most lines have nothing to strip, and a search strips a hundred thousand at once.
  if (line.search(controls) < 0) return line
  return parseAnsi(line)
    .map((piece) => piece.text)
    .join('')
}
