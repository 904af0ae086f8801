import { returnPath, signInPath } from '@/core/access/return-path'
import type { LiveMessage } from '@/core/events/live-messages'
import { watchLoss } from './lost'

type Listener = (message: LiveMessage) => void

interface Topic {
  listeners: Set<Listener>
  /** Where a deployment's stream goes on from. */
  after: number
}

/** The team's changes, which every connection brings. */
export const teamTopic = 'team'

/** How long a tab that nobody looks at keeps its connection: browsers allow six to a server over HTTP/1.1. */
const hiddenForMs = 60_000
const againMs = 3000

/**
 * The one live connection of this tab, shared by all that is on the page. Opened by the first listener, opened anew when
 * topics come or go (the old one stays until the new one is there), and resumed after the last message by the browser.
 */
class Connection {
  readonly #topics = new Map<string, Topic>()
  readonly #statusListeners = new Set<() => void>()
  readonly #loss = watchLoss((isLost) => this.#setLost(isLost))
  #source: EventSource | null = null
  #openTopics = ''
  #scheduled = false
  #again: ReturnType<typeof setTimeout> | undefined
  #hidden: ReturnType<typeof setTimeout> | undefined
  #hasMissed = false
  #isLost = false
  #isHeld = false

  /** Calls back for each message of this topic until the returned function is called. */
  listen(name: string, listener: Listener, after = 0): () => void {
    const topic = this.#topics.get(name) ?? { listeners: new Set(), after }
    this.#topics.set(name, topic)
    topic.listeners.add(listener)
    this.#schedule()
    return () => {
      topic.listeners.delete(listener)
      if (topic.listeners.size === 0) this.#topics.delete(name)
      this.#schedule()
    }
  }

  get isLost(): boolean {
    return this.#isLost
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  /** Hears nothing more until the returned function is called: who signs out need not be told so, and sent away twice. */
  hold(): () => void {
    this.#isHeld = true
    this.#close()
    return () => {
      this.#isHeld = false
      this.#schedule()
    }
  }

  /** A page that leaves and one that comes change topics together. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setTimeout(() => {
      this.#scheduled = false
      this.#adjust()
    })
  }

  #adjust(): void {
    document.addEventListener('visibilitychange', this.#onVisibility)
    if (this.#topics.size === 0 || this.#isHeld) {
      this.#close()
      return
    }
    const wanted = [...this.#topics.keys()]
      .filter((name) => name !== teamTopic)
      .sort()
      .join()
    if (!this.#source || wanted !== this.#openTopics) this.#open(wanted)
  }

  #open(wanted: string): void {
    if (this.#isHeld) return
    clearTimeout(this.#again)
    const before = this.#source
    const query = new URLSearchParams()
    for (const [name, { after }] of this.#topics) {
      if (name !== teamTopic) query.append('topic', name.startsWith('deployment:') ? `${name}@${after}` : name)
    }
    const source = new EventSource(`/live${query.size > 0 ? `?${query}` : ''}`)
    this.#source = source
    this.#openTopics = wanted
    source.onopen = () => {
      before?.close()
      this.#loss.opened()
      if (this.#hasMissed) this.#tell(teamTopic, { type: 'changed' })
      this.#hasMissed = false
    }
    source.onmessage = (event: MessageEvent<string>) => this.#receive(event)
    source.onerror = () => {
      before?.close()
      if (source !== this.#source) return
      this.#hasMissed = true
      this.#loss.failed()
      if (source.readyState === EventSource.CLOSED) this.#retry()
    }
  }

  /** After an answer other than 200 the browser gives up: the server is away, or one is signed out. */
  #retry(): void {
    this.#again = setTimeout(async () => {
      if (!(await this.#leaveIfSignedOut())) this.#open(this.#openTopics)
    }, againMs)
  }

  /** Goes to the sign-in page, and is true, if one is signed out. */
  async #leaveIfSignedOut(): Promise<boolean> {
    const answer = await fetch('/live/allowed', { cache: 'no-store' }).catch(() => null)
    if (answer?.status !== 401 || this.#isHeld) return false
    location.assign(signInPath(`${location.pathname}${location.search}`))
    return true
  }

  /** The page belongs to a team one is no longer of. */
  async #leaveTeam(): Promise<void> {
    if (!(await this.#leaveIfSignedOut()) && !this.#isHeld) location.assign(returnPath(null))
  }

  #receive(event: MessageEvent<string>): void {
    // Our own server's words, of the same build.
    const message: LiveMessage & { topic: string } = JSON.parse(event.data)
    for (const [, id, after] of event.lastEventId.matchAll(/([^@,]+)@(\d+)/g)) {
      const deployment = this.#topics.get(`deployment:${id}`)
      if (deployment) deployment.after = Number(after)
    }
    if (message.type === 'access' && message.data.left) void this.#leaveTeam()
    else this.#tell(message.topic, message)
  }

  #tell(name: string, message: LiveMessage): void {
    for (const listener of this.#topics.get(name)?.listeners ?? []) listener(message)
  }

  /** A deployment is followed unseen too: the title of its tab says how it goes. */
  readonly #onVisibility = (): void => {
    clearTimeout(this.#hidden)
    if (document.visibilityState === 'visible') {
      if (!this.#source) this.#adjust()
      return
    }
    this.#hidden = setTimeout(() => {
      if ([...this.#topics.keys()].some((name) => name.startsWith('deployment:'))) return
      this.#hasMissed = true
      this.#close()
    }, hiddenForMs)
  }

  #close(): void {
    clearTimeout(this.#again)
    this.#source?.close()
    this.#source = null
  }

  #setLost(isLost: boolean): void {
    if (isLost === this.#isLost) return
    this.#isLost = isLost
    for (const listener of this.#statusListeners) listener()
  }
}

export const connection = new Connection()
