import { describe, expect, it } from 'vitest'
import { parseAnsi } from '@/core/format/ansi'
import { finderOf, markMatches } from '@/core/format/find-text'

/** The line with its matches in brackets. */
const marked = (line: string, text: string): string =>
  markMatches(parseAnsi(line), finderOf(text))
    .map((piece) => (piece.isMatch ? `[${piece.text}]` : piece.text))
    .join('')

describe('what was looked for in a line', () => {
  it.each([
    ['Error: no ERROR here', 'error', '[Error]: no [ERROR] here'],
    ['nothing', 'error', 'nothing'],
    ['aaa', 'a', '[a][a][a]'],
    ['error', 'error', '[error]'],
    ['100% (of C:\\temp)', '% (of C:\\', '100[% (of C:\\]temp)'],
    ['a.c abc', 'a.c', '[a.c] abc'],
    ['grün 😀 GRÜN', 'grün', '[grün] 😀 [GRÜN]'],
  ])('in %j is marked: %j', (line, text, expected) => expect(marked(line, text)).toBe(expected))

  it('is marked across colours, which stay', () => {
    const pieces = markMatches(parseAnsi('a \u001b[31mre\u001b[1md\u001b[0m b'), finderOf('RED'))
    expect(pieces.map(({ text, color, bold, isMatch }) => [text, color, bold, isMatch])).toEqual([
      ['a ', null, false, false],
      ['re', 'red', false, true],
      ['d', 'red', true, true],
      [' b', null, false, false],
    ])
    expect(new Set(pieces.map((piece) => piece.at)).size).toBe(pieces.length)
  })
})
