import type { ActionResult } from '@/core/action-result'
import { refusalOf, unanswered } from '@/core/forms/answer'

/** Sends JSON to one of our own addresses; problem+json and silence come back as a form understands them. */
export const post = async <Data>(url: string, body: unknown, signal: AbortSignal): Promise<ActionResult<Data>> => {
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal })
    const content = await answer.json()
    return answer.ok ? { ok: true, data: content } : refusalOf(content)
  } catch {
    return unanswered
  }
}
