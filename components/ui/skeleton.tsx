import { clsx } from 'clsx'

/** A grey bar of the final size, while the real thing is on its way. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden="true" className={clsx('skeleton block', className)} />
)

const bars = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

/** The shape of a page with a heading and rows. */
export const PageSkeleton = ({ rows = 6 }: { rows?: 2 | 4 | 6 | 8 }) => (
  <div role="status" aria-label="Loading">
    <Skeleton className="mb-8 h-8 w-64 max-w-full" />
    {bars.slice(0, rows).map((bar) => (
      <div key={bar} className="flex h-13 items-center gap-6 border-b">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-4 flex-1" />
        <Skeleton className="h-4 w-16" />
      </div>
    ))}
  </div>
)
