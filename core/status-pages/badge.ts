import { cut } from '../format/cut'
import { html } from '../format/html'
import { type ServiceState, serviceWords } from './public'

/** White text on each is readable (at least 4.5 to 1). */
const fills: Record<ServiceState, string> = {
  working: '#17754a',
  slow: '#8a5a00',
  down: '#bf2a20',
  maintenance: '#8a5a00',
  unknown: '#5c5c57',
}

const widthOf = (text: string): number => Math.round([...text].length * 6.6) + 14

/** A badge for other people's pages: what it is about, and how it is. */
export const badgeSvg = (about: string, state: ServiceState): string => {
  const label = cut(about, 40)
  const word = serviceWords[state].toLowerCase()
  const [left, right] = [widthOf(label), widthOf(word)]
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${word}"><title>${label}: ${word}</title><rect width="${left + right}" height="20" rx="3" fill="#33332f"/><path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${fills[state]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="${left / 2}" y="14" textLength="${left - 12}" lengthAdjust="spacingAndGlyphs">${label}</text><text x="${left + right / 2}" y="14" textLength="${right - 12}" lengthAdjust="spacingAndGlyphs">${word}</text></g></svg>
`.text
}
