'use client'

import { PlugZap } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { ActionResult, Refusal } from '@/core/action-result'
import { unanswered } from '@/core/forms/answer'

interface TestDestinationProps {
  /** What is typed now; null, after showing what is wrong, if it cannot be tested. */
  describe: () => unknown
  test: (input: unknown) => Promise<ActionResult<string>>
  /** Told what was refused, field by field. */
  onRefused: (refusal: Refusal) => void
}

/** Writes, lists and removes a small file where backups would go. Nothing is saved. */
export const TestDestination = ({ describe, test, onRefused }: TestDestinationProps) => {
  const [pending, startTransition] = useTransition()
  const [taken, setTaken] = useState<string | null>(null)
  const press = () => {
    setTaken(null)
    const input = describe()
    if (input === null) return
    startTransition(async () => {
      const result = await test(input).catch(() => unanswered)
      if (result.ok) setTaken(result.data)
      else onRefused(result)
    })
  }
  return (
    <>
      <Button pending={pending} onClick={press}>
        <PlugZap size={14} aria-hidden /> {pending ? 'Testing…' : 'Test destination'}
      </Button>
      <div aria-live="polite" className="basis-full">
        {taken === null ? null : (
          <Notice tone="good">
            <p className="wrap-anywhere">A small file was written to {taken}, found there, and taken away again.</p>
          </Notice>
        )}
      </div>
    </>
  )
}
