import { escapeHtml } from '../format/html'
import type { Message } from './message'
import { type Words, wordsOf } from './words'

interface Mail {
  subject: string
  text: string
  html: string
}

const colors = { bad: '#b42318', good: '#067647', plain: '#344054' } as const

/** A message as a mail; `thread` is the subject of what it continues, if it continues anything. */
export const mailOf = (message: Message, thread: string | null, footer: Footer): Mail => {
  const words = wordsOf(message)
  return mailOfWords({ ...words, subject: thread ?? words.subject }, footer)
}

/** Why one gets a mail, and where one can say that one does not want it. */
interface Footer {
  text: string
  url: string
}

/** Words as a mail, the same in both parts. */
export const mailOfWords = (words: Words, footer: Footer): Mail => {
  const parts = words.paragraphs.map(({ heading, lines, links }) => ({
    text: [heading, ...lines, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n'),
    html: [
      `<p><strong>${escapeHtml(heading)}</strong><br>${lines.map(escapeHtml).join('<br>')}</p>`,
      `<p>${links.map(({ label, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`).join(' &nbsp; ')}</p>`,
    ].join(''),
  }))
  const rest = words.rest === null ? [] : [words.rest]
  return {
    subject: words.subject,
    text: `${[words.title, ...parts.map((part) => part.text), ...rest, `--\n${footer.text} ${footer.url}`].join('\n\n')}\n`,
    html: [
      '<!doctype html><html><body style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#101828">',
      `<h1 style="font-size:20px;color:${colors[words.tone]}">${escapeHtml(words.title)}</h1>`,
      ...parts.map((part) => part.html),
      ...rest.map((text) => `<p>${escapeHtml(text)}</p>`),
      `<p style="font-size:13px;color:#667085">${escapeHtml(footer.text)} <a href="${escapeHtml(footer.url)}">${escapeHtml(footer.url)}</a></p>`,
      '</body></html>',
    ].join('\n'),
  }
}
