import type { AnsiPiece } from './ansi'

export interface MarkedPiece extends AnsiPiece {
  /** It is (part of) what was looked for. */
  isMatch: boolean
}

/** Finds this text as it is written, whatever its case. */
export const finderOf = (text: string): RegExp => new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu')

/** Cuts a line's pieces where a match begins or ends; one may reach over several styles. */
export const markMatches = (pieces: readonly AnsiPiece[], finder: RegExp): MarkedPiece[] => {
  const plain = pieces.map((piece) => piece.text).join('')
  // A match begins at each even place and ends at the odd one after it.
  const cuts = [...plain.matchAll(finder)].flatMap((match) => [match.index, match.index + match[0].length])
  const marked: MarkedPiece[] = []
  let next = 0
  let start = 0
  for (const piece of pieces) {
    const end = start + piece.text.length
    for (let at = start; at < end; ) {
      while ((cuts[next] ?? Number.POSITIVE_INFINITY) <= at) next += 1
      const to = Math.min(cuts[next] ?? end, end)
      marked.push({ ...piece, at: piece.at + at - start, text: plain.slice(at, to), isMatch: next % 2 === 1 })
      at = to
    }
    start = end
  }
  return marked
}
