'use client'

import { FlaskConical } from 'lucide-react'
import { useAsk } from '@/components/forms/use-ask'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { StatusMark } from '@/components/ui/status-mark'
import type { Refusal } from '@/core/action-result'
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
  /** Told what the server would not take, field by field. */
  onRefused: (refusal: Refusal) => void
}

const scrollable = { tabIndex: 0 }

/** Starts the image without traffic and shows whether its health check passes, before anything is saved. */
export const Trial = (props: TrialProps) => {
  const { running, answer, ask } = useAsk<TrialAnswer>(props)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button pending={running} onClick={ask}>
          <FlaskConical size={14} aria-hidden /> {running ? 'Trying…' : 'Try it'}
        </Button>
        <span className="text-sm text-muted">
          {running
            ? 'The image is being started without traffic. At most a minute.'
            : 'Starts the image without traffic and checks its health. Nothing is saved, nothing stays.'}
        </span>
      </div>
      <div aria-live="polite">{answer ? <TrialResult answer={answer} /> : null}</div>
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
