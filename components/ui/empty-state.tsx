import type { ReactNode } from 'react'

/** An empty list: what would be here, and the one next step. */
export const EmptyState = ({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) => (
  <div className="flex flex-col items-start gap-3 rounded-md border border-dashed border-line-strong px-5 py-6">
    <div>
      <p className="font-medium">{title}</p>
      <p className="max-w-prose text-muted">{children}</p>
    </div>
    {action}
  </div>
)
