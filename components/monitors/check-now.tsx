'use client'

import { Activity } from 'lucide-react'
import { useAsk } from '@/components/forms/use-ask'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { StatusMark } from '@/components/ui/status-mark'
import type { Refusal } from '@/core/action-result'
import type { Check } from '@/core/monitors/check'
import { PhasesView } from './phases-view'

interface CheckNowProps {
  /** What is to be checked, as the handler takes it; null, after showing what is wrong, if it cannot be. */
  describe: () => unknown
  /** Told what the server would not take, field by field. */
  onRefused: (refusal: Refusal) => void
}

/** Asks the URL once, from the server, and shows what came of it and where the time went. Nothing is stored. */
export const CheckNow = (props: CheckNowProps) => {
  const { running, answer: check, ask } = useAsk<Check>({ url: '/monitors/check', ...props })
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button pending={running} onClick={ask}>
          <Activity size={14} aria-hidden /> {running ? 'Checking…' : 'Check now'}
        </Button>
        <span className="text-sm text-muted">
          Asks the URL once from this server. Nothing is saved, nobody is told.
        </span>
      </div>
      <div aria-live="polite">{check ? <CheckResult check={check} /> : null}</div>
    </div>
  )
}

const CheckResult = ({ check }: { check: Check }) => {
  const isGood = check.outcome === 'ok' && check.error === null
  const said = check.error ?? (check.outcome === 'slow' ? 'slower than it should be' : 'as it should be')
  return (
    <Notice tone={isGood ? 'good' : check.outcome === 'failed' ? 'bad' : 'warn'}>
      <StatusMark
        mark={check.outcome === 'failed' ? 'down' : isGood ? 'live' : 'degraded'}
        word={check.statusCode === null ? 'No answer' : `It answered ${check.statusCode}`}
        className="font-medium"
      />
      <p className="mt-0.5 mb-2 first-letter:uppercase">{said}.</p>
      <PhasesView phases={check.phases} />
    </Notice>
  )
}
