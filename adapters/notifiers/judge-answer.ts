import type { Attempt } from '@/core/ports/notifier'
import type { Answer } from './post'

/** What an answer to a message means. Nothing is followed, and 410 says that nothing more is wanted. */
export const judgeAnswer = (answer: Answer, now: Date): Attempt => {
  const { statusCode } = answer
  if (statusCode >= 200 && statusCode < 300) return { ok: true, statusCode, note: null }
  return {
    ok: false,
    statusCode,
    error: errorOf(answer),
    retryAfterMs: answer.retryAfter === null ? null : retryAfterMs(answer.retryAfter, now),
    gone: statusCode === 410,
  }
}

/** A failure without an answer. */
export const failed = (error: unknown): Extract<Attempt, { ok: false }> => ({
  ok: false,
  statusCode: null,
  error: error instanceof Error ? error.message : String(error),
  retryAfterMs: null,
  gone: false,
})

const errorOf = ({ statusCode, text }: Answer): string => {
  if (statusCode >= 300 && statusCode < 400) return `It answered ${statusCode}: redirects are not followed.`
  const said = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return said === '' ? `It answered ${statusCode}.` : `It answered ${statusCode}: ${said}`
}

/** Seconds or a date (RFC 9110); null for what is neither. */
const retryAfterMs = (text: string, now: Date): number | null => {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
