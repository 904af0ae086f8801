import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

interface DisclosureProps {
  title: ReactNode
  /** What is inside, in short, for those who need not open it. */
  summary?: ReactNode
  open?: boolean
  className?: string
  children: ReactNode
}

/** Something folded away, opened by the browser itself. */
export const Disclosure = ({ title, summary, open, className, children }: DisclosureProps) => (
  <details open={open} className={clsx('group', className)}>
    <summary className="control flex items-center gap-1.5 rounded-md [&::-webkit-details-marker]:hidden">
      <ChevronRight size={14} aria-hidden className="shrink-0 text-muted transition-transform group-open:rotate-90" />
      <span className="min-w-0">
        <span className="font-medium">{title}</span>
        {summary ? <span className="ml-1.5 text-muted">{summary}</span> : null}
      </span>
    </summary>
    {children}
  </details>
)
