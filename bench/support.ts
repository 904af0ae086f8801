import { sampleImage } from '../tests/support/docker'
import { credentialsOf, newPlace, type Place, removePlace, up } from '../tests/support/platform'

export interface Deployment {
  id: string
  number: number
  status: string
  queuedAt: string
  liveAt: string | null
  finishedAt: string | null
  release: { id: string; number: number } | null
  proof: { requests: number; failed: number; appErrors: number; cut: number; retried: number; complete: boolean } | null
  failure: { message: string } | null
}

/** A whole Gapless of its own on this machine, and its API. */
export interface Bench {
  place: Place
  proxyPort: number
  images: { v1: string; v2: string }
  api<Answer>(method: string, path: string, body?: unknown): Promise<Answer>
  /** Starts a deployment and resolves when it has ended (`succeeded` or not), or when its proof is complete. */
  deploy(appId: string, body: object, until?: 'ended' | 'complete'): Promise<Deployment>
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs `measure` on a new instance, and removes the instance whatever happens. */
export const withInstance = async (measure: (bench: Bench) => Promise<void>): Promise<void> => {
  const place = await newPlace()
  const [v1, v2] = [await sampleImage('v1'), await sampleImage('v2')]
  const command = await up(place)
  try {
    const { url, apiToken, proxyUrl } = credentialsOf(place)
    const api = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as Answer
    }
    const deploy: Bench['deploy'] = async (appId, body, until = 'ended') => {
      const { id } = await api<Deployment>('POST', `/apps/${appId}/deployments`, body)
      // Its stream ends with it: asking again and again would load the machine that is measured.
      const headers = { authorization: `Bearer ${apiToken}` }
      await (await fetch(`${url}/api/v1/deployments/${id}/events`, { headers })).text()
      for (;;) {
        const now = await api<Deployment>('GET', `/deployments/${id}`)
        if (now.finishedAt && (until === 'ended' || now.proof?.complete !== false)) return now
        await pause(250)
      }
    }
    await measure({ place, proxyPort: Number(new URL(proxyUrl).port), images: { v1, v2 }, api, deploy })
  } finally {
    command.child.kill('SIGTERM')
    await command.exit
    await removePlace(place)
  }
}

export const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
