import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface SectionProps {
  /** Its place in the page, for links to it. */
  id?: string
  title: string
  description?: ReactNode
  actions?: ReactNode
  /** Its distance to what stands above. */
  className?: string
  children: ReactNode
}

/** A part of a page under a hairline: no boxes in boxes. */
export const Section = ({
  id,
  title,
  description,
  actions,
  className = 'mt-10 first:mt-0',
  children,
}: SectionProps) => (
  <section id={id} className={clsx('scroll-mt-16', className)}>
    <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2 border-b pb-2">
      <div className="min-w-0">
        <h2 className="text-lg font-semibold wrap-anywhere">{title}</h2>
        {description ? <p className="wrap-anywhere text-muted">{description}</p> : null}
      </div>
      {actions}
    </div>
    {children}
  </section>
)

/** The head of a page: its one h1, and what can be done here. */
export const PageHead = ({ title, lead, actions }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) => (
  <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
    <div className="min-w-0">
      <h1 className="text-2xl font-semibold tracking-tight break-words">{title}</h1>
      {lead ? <div className="mt-1 text-muted">{lead}</div> : null}
    </div>
    {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
  </div>
)
