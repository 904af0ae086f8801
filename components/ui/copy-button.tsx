'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'

/** Copies `text` and says so. `what` names it for those who do not see what stands beside it. */
export const CopyButton = ({ text, what, label }: { text: string; what: string; label?: string }) => {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    setState(await copyText(text))
  }
  const said = state === 'copied' ? 'Copied' : 'Select and copy by hand'
  return (
    <Button
      look={label ? 'plain' : 'quiet'}
      tight={!label}
      aria-label={label ? undefined : `Copy ${what}`}
      onClick={copy}
    >
      {state === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {label}
      <span role="status" className={state === 'refused' || (state === 'copied' && label) ? 'text-sm' : 'sr-only'}>
        {state === 'idle' ? '' : said}
      </span>
    </Button>
  )
}

/** Browsers give the clipboard to secure pages only; there the person has to do it. */
const copyText = async (text: string): Promise<'copied' | 'refused'> => {
  if (!('clipboard' in navigator)) return 'refused'
  try {
    await navigator.clipboard.writeText(text)
    return 'copied'
  } catch {
    return 'refused'
  }
}
