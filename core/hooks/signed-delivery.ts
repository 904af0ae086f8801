/** A delivery as its headers tell it. */
export interface SignedDelivery {
  /** As the sender names it: the same delivery, sent again, has the same. */
  id: string
  /** What was signed. */
  text: string
  /** The key that the secret stands for: its text as it is, or what is in base64 behind `whsec_`. */
  keyIs: 'text' | 'base64'
  /** Any of these may be the right one. */
  signatures: readonly { encoding: 'hex' | 'base64'; value: string }[]
  /** What it is known again by where its id is not signed, which anybody could change; null where it is. */
  knownBy: string | null
  /** When it was signed, in seconds since 1970; null where the scheme does not say. */
  at: number | null
}

const idPattern = /^[\x21-\x7e]{1,255}$/

/**
 * Reads what signs a delivery: Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`) or as GitHub does
 * (`x-hub-signature-256`, `x-github-delivery`). null: nothing signs it.
 */
export const signedDelivery = (header: (name: string) => string | null, body: string): SignedDelivery | null =>
  standard(header, body) ?? github(header, body)

const standard = (header: (name: string) => string | null, body: string): SignedDelivery | null => {
  const id = header('webhook-id')
  const at = header('webhook-timestamp')
  const given = header('webhook-signature')
  if (!id || !at || !given || !idPattern.test(id) || !/^\d{1,12}$/.test(at)) return null
  const signatures = given
    .split(' ')
    .slice(0, 10)
    .flatMap((one) =>
      /^v1,[A-Za-z0-9+/]{43}=$/.test(one) ? [{ encoding: 'base64' as const, value: one.slice(3) }] : [],
    )
  return { id, text: `${id}.${at}.${body}`, keyIs: 'base64', signatures, knownBy: null, at: Number(at) }
}

const github = (header: (name: string) => string | null, body: string): SignedDelivery | null => {
  const id = header('x-github-delivery')
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header('x-hub-signature-256') ?? '')?.[1]
  if (!id || !given || !idPattern.test(id)) return null
  const signatures = [{ encoding: 'hex' as const, value: given }]
  return { id, text: body, keyIs: 'text', signatures, knownBy: given.toLowerCase(), at: null }
}
