'use client'

import { useEffect, useReducer, useRef, useState } from 'react'
import { watchLoss } from '@/components/frame/lost'
import { isEnd } from '@/core/deployments/state'
import { advance, type LiveState, type LogLine } from './live-state'

export type Connection = 'live' | 'lost' | 'closed'

interface StreamOptions {
  url: string
  /** Id of the last event that the page came with; the stream goes on after it. */
  lastEventId: string
  initial: LiveState
}

/** Whether the server has nothing more to tell: ended, and the proof complete where there is one. */
const isOver = (state: Pick<LiveState, 'status' | 'proof'>): boolean =>
  isEnd(state.status) && (state.proof === null || state.proof.complete)

/** Follows a deployment: the browser resumes a lost stream by itself, after the last event it saw. */
export const useDeploymentStream = ({ url, lastEventId, initial }: StreamOptions) => {
  const [state, dispatch] = useReducer(advance, initial)
  const [connection, setConnection] = useState<Connection>(isOver(initial) ? 'closed' : 'live')
  const over = isOver(state)
  const lastSeen = useRef(lastEventId)

  useEffect(() => {
    if (over) {
      setConnection('closed')
      return
    }
    let waiting: LogLine[] = []
    let frame = 0
    let again: ReturnType<typeof setTimeout> | undefined
    let source: EventSource | undefined
    const loss = watchLoss((isLost) => setConnection(isLost ? 'lost' : 'live'))
    const flush = () => {
      frame = 0
      const data = waiting
      waiting = []
      dispatch({ type: 'lines', data })
    }
    const connect = () => {
      source = new EventSource(`${url}?lastEventId=${lastSeen.current}`)
      const on = (type: string, handle: (data: string, id: string) => void) =>
        source?.addEventListener(type, (event: MessageEvent<string>) => {
          if (event.lastEventId !== '') lastSeen.current = event.lastEventId
          handle(event.data, event.lastEventId)
        })
      source.onopen = loss.opened
      source.onerror = () => {
        loss.failed()
        // After an answer other than 200 the browser gives up, so it is up to us.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(connect, 3000)
      }
      on('step', (data) => dispatch({ type: 'step', data: JSON.parse(data) }))
      on('status', (data) => dispatch({ type: 'status', data: JSON.parse(data) }))
      on('traffic', (data) => dispatch({ type: 'traffic', data: JSON.parse(data) }))
      on('log', (data, id) => {
        waiting.push({ id: Number(id), ...JSON.parse(data) })
        // A burst of lines is drawn once a frame.
        if (frame === 0) frame = requestAnimationFrame(flush)
      })
    }
    connect()
    return () => {
      source?.close()
      loss.stop()
      clearTimeout(again)
      cancelAnimationFrame(frame)
      if (waiting.length > 0) flush()
    }
  }, [url, over])

  return { state, connection }
}
