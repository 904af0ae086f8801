import { z } from 'zod'

interface Place {
  url: string
  apiToken: string
}

export type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>

/** Calls the API of a running instance. Throws with what it answered if that is no success. */
export const callerOf =
  ({ url, apiToken }: Place): Call =>
  async (method, path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return z.record(z.string(), z.unknown()).parse(text === '' ? {} : JSON.parse(text))
  }

/** Deploys an app and waits for the end by the deployment's own events, which it returns. */
export const deployToEnd = async (place: Place, appId: string, body: object = {}): Promise<string> => {
  const { id } = await callerOf(place)('POST', `/apps/${appId}/deployments`, body)
  const events = await fetch(`${place.url}/api/v1/deployments/${id}/events`, {
    headers: { authorization: `Bearer ${place.apiToken}` },
  })
  return events.text()
}
