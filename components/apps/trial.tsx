'use client'

import { FlaskConical } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { StatusMark } from '@/components/ui/status-mark'
import { stripAnsi } from '@/core/format/ansi'

interface TrialAnswer {
  healthy: boolean
  checks: readonly { at: string; status: string; message: string | null }[]
  logs: readonly string[]
}

interface TrialProps {
  url: string
  /** The app as it is typed now; null, after showing what is wrong, if it cannot be tried. */
  describe: () => unknown
}

const scrollable = { tabIndex: 0 }

/** Starts the image without traffic and shows whether its health check passes, before anything is saved. */
export const Trial = ({ url, describe }: TrialProps) => {
  const [running, setRunning] = useState(false)
  const [answer, setAnswer] = useState<TrialAnswer | null>(null)
  const [message, setMessage] = useState<string | null>(null)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])

  const press = async () => {
    const app = describe()
    if (app === null) return
    setRunning(true)
    setAnswer(null)
    setMessage(null)
    leaving.current = new AbortController()
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(app),
        signal: leaving.current.signal,
      })
      const body = await response.json()
      if (response.ok) setAnswer(body)
      else setMessage(body.detail)
    } catch {
      if (!leaving.current.signal.aborted) setMessage('No answer came from Gapless. Nothing was saved; try again.')
    }
    setRunning(false)
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button pending={running} onClick={press}>
          <FlaskConical size={14} aria-hidden /> {running ? 'Trying…' : 'Try it'}
        </Button>
        <span className="text-sm text-muted">
          {running
            ? 'The image is being started without traffic. At most a minute.'
            : 'Starts the image without traffic and checks its health. Nothing is saved, nothing stays.'}
        </span>
      </div>
      <div aria-live="polite">
        {message ? <Notice tone="warn">{message}</Notice> : null}
        {answer ? <TrialResult answer={answer} /> : null}
      </div>
    </div>
  )
}

const TrialResult = ({ answer }: { answer: TrialAnswer }) => (
  <Notice tone={answer.healthy ? 'good' : 'warn'}>
    <StatusMark
      mark={answer.healthy ? 'live' : 'degraded'}
      word={answer.healthy ? 'The health check passes.' : 'The health check does not pass.'}
      className="font-medium"
    />
    <ul className="mt-1">
      {answer.checks.map((check) => (
        <li key={`${check.at} ${check.status}`}>{check.message}</li>
      ))}
    </ul>
    {answer.logs.length > 0 ? (
      <pre
        {...scrollable}
        className="mt-2 max-h-48 overflow-auto rounded-sm bg-bg p-2 font-mono text-sm whitespace-pre-wrap"
      >
        {answer.logs.map(stripAnsi).join('\n')}
      </pre>
    ) : null}
  </Notice>
)
