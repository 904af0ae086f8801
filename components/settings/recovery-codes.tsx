'use client'

import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'

/** Recovery codes, which are shown this once. */
export const RecoveryCodes = ({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) => {
  const text = `${codes.join('\n')}\n`
  return (
    <div className="max-w-md">
      <Notice tone="good" live>
        <p className="font-medium">Keep these recovery codes: they are shown this once.</p>
        <p>
          Each takes the place of your app once, when the phone is lost. Print them, or keep them with your passwords.
        </p>
      </Notice>
      <ul aria-label="Recovery codes" className="my-4 grid gap-x-6 gap-y-1 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} what="recovery codes" label="Copy" />
        <Button asChild>
          <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="gapless-recovery-codes.txt">
            <Download size={14} aria-hidden /> Download
          </a>
        </Button>
        <Button look="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}
