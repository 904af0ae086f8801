'use client'

import { useEffect, useReducer, useRef } from 'react'
import { useTopic } from '@/components/live/use-topic'
import { isEnd } from '@/core/deployments/state'
import { advance, type LiveState, type LogLine } from './live-state'

interface StreamOptions {
  deploymentId: string
  /** Id of the last event that the page came with; the stream goes on after it. */
  lastEventId: string
  initial: LiveState
}

/** Whether the server has nothing more to tell: ended, and the proof complete where there is one. */
const isOver = (state: Pick<LiveState, 'status' | 'proof'>): boolean =>
  isEnd(state.status) && (state.proof === null || state.proof.complete)

/** A deployment as it happens, over the tab's live connection. */
export const useDeploymentStream = ({ deploymentId, lastEventId, initial }: StreamOptions): LiveState => {
  const [state, dispatch] = useReducer(advance, initial)
  const waiting = useRef<LogLine[]>([])
  const frame = useRef(0)
  const flush = () => {
    frame.current = 0
    const data = waiting.current
    waiting.current = []
    if (data.length > 0) dispatch({ type: 'lines', data })
  }
  useTopic(
    isOver(state) ? null : `deployment:${deploymentId}`,
    (message) => {
      switch (message.type) {
        case 'step':
        case 'status':
        case 'traffic':
        case 'comparison':
          dispatch(message)
          return
        case 'log':
          waiting.current.push(message.data)
          // A burst of lines is drawn once a frame.
          if (frame.current === 0) frame.current = requestAnimationFrame(flush)
      }
    },
    Number(lastEventId),
  )
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  return state
}
