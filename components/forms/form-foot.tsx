import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'

/** The end of a form: what was wrong with the last try, and the buttons. */
export const FormFoot = ({ message, children }: { message: string | null; children: ReactNode }) => (
  <div className="mt-6 flex flex-col gap-3">
    {message ? (
      <Notice tone="warn" live>
        {message}
      </Notice>
    ) : null}
    <div className="flex flex-wrap items-center gap-2">{children}</div>
  </div>
)
