'use client'

import { Pause, Play } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { formatCountOf } from '@/core/format/number'

interface BulkFormProps {
  setEnabled: (monitorIds: readonly string[], enabled: boolean) => Promise<ActionResult<number>>
  children: ReactNode
}

/** Pauses and resumes the rows that are chosen in it, by boxes called `monitor`. */
export const BulkForm = ({ setEnabled, children }: BulkFormProps) => {
  const form = useRef<HTMLFormElement>(null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [said, setSaid] = useState('')
  const [pending, startTransition] = useTransition()

  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>('input[name="monitor"]') ?? [])]
  const read = () => {
    const now = boxes().flatMap((box) => (box.checked ? box.value : []))
    setChosen((before) => (before.join() === now.join() ? before : now))
  }
  // Rows come and go by themselves as monitors fail and recover: what is no longer seen is not paused.
  useEffect(read)
  const setAll = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked
    read()
  }
  const go = (enabled: boolean) =>
    startTransition(async () => {
      const result = await setEnabled(chosen, enabled).catch(() => null)
      if (result?.ok) {
        setSaid(`${formatCountOf(result.data, 'monitor')} ${enabled ? 'resumed' : 'paused'}.`)
        setAll(false)
      } else setSaid(result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.')
    })

  return (
    <form ref={form} onChange={read} onSubmit={(event) => event.preventDefault()}>
      <div className="mb-1 flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1">
        <label className="control inline-flex items-center gap-2 text-sm text-muted">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.length > 0 && chosen.length === boxes().length}
            onChange={({ target }) => setAll(target.checked)}
          />
          All on this page
        </label>
        {chosen.length > 0 ? (
          <>
            <Button look="plain" pending={pending} onClick={() => go(false)}>
              <Pause size={14} aria-hidden /> Pause {chosen.length}
            </Button>
            <Button look="plain" pending={pending} onClick={() => go(true)}>
              <Play size={14} aria-hidden /> Resume {chosen.length}
            </Button>
          </>
        ) : null}
        <span role="status" className="text-sm text-muted">
          {said}
        </span>
      </div>
      {children}
    </form>
  )
}
