import { cut } from '../format/cut'
import type { Message } from './message'
import { type Words, wordsOf } from './words'

/** Slack's documented limits. */
const headerLength = 150
const sectionLength = 3000
const textLength = 3000

/** mrkdwn has three characters that mean something to its parser. */
const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A link's address may hold none of the characters that end it. */
const linkTo = ({ label, url }: { label: string; url: string }): string =>
  `<${escapeMrkdwn(url).replaceAll('|', '%7C')}|${escapeMrkdwn(label)}>`

const marks = { bad: '🔴', good: '🟢', plain: '⚪' } as const

/** Cut before it is escaped, so that no entity is cut in two; escaping makes a character five at most. */
const escapedWithin = (text: string, length: number): string => {
  const escaped = escapeMrkdwn(text)
  return escaped.length <= length ? escaped : escapeMrkdwn(cut(text, Math.floor(length / 5)))
}

const sectionText = (paragraph: Words['paragraphs'][number]): string => {
  const links = paragraph.links.map(linkTo).join('  ')
  const heading = `*${escapedWithin(paragraph.heading, 300)}*`
  const room = sectionLength - heading.length - links.length - 2
  return [heading, escapedWithin(paragraph.lines.join('\n'), room), links].filter((part) => part !== '').join('\n')
}

/** A message as Slack takes it: blocks, and a text for where blocks are not shown. */
export const slackPayload = (message: Message): { text: string; blocks: object[] } => {
  const words = wordsOf(message)
  const title = `${marks[words.tone]} ${words.title}`
  return {
    text: escapedWithin(title, textLength),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, headerLength), emoji: true } },
      ...words.paragraphs.map((paragraph) => ({
        type: 'section',
        text: { type: 'mrkdwn', text: sectionText(paragraph) },
      })),
      ...(words.rest === null
        ? []
        : [{ type: 'context', elements: [{ type: 'mrkdwn', text: escapeMrkdwn(words.rest) }] }]),
    ],
  }
}
