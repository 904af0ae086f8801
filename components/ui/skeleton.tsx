import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** A grey bar of the final size, while the real thing is on its way. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden="true" className={clsx('skeleton block', className)} />
)

/** Says to screen readers what the bars say to the eye. */
export const Loading = ({ children }: { children: ReactNode }) => (
  <div role="status" aria-label="Loading">
    {children}
  </div>
)

const bars = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

/** Rows of a table, its head included. */
export const RowsSkeleton = ({ rows = 6 }: { rows?: 2 | 4 | 6 | 8 }) => (
  <>
    <div className="h-9 border-b max-md:hidden" />
    {bars.slice(0, rows).map((bar) => (
      <div key={bar} className="flex h-14 items-center gap-6 border-b max-md:h-28">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-4 flex-1" />
        <Skeleton className="h-4 w-16" />
      </div>
    ))}
  </>
)

/** A heading with a sentence under it. */
export const HeadSkeleton = ({ above }: { above?: boolean }) => (
  <div className="mb-6">
    {above ? <Skeleton className="mb-3 h-4 w-40" /> : null}
    <Skeleton className="h-8 w-64 max-w-full" />
    <Skeleton className="mt-2 h-4 w-80 max-w-full" />
  </div>
)

/** Fields under their labels. */
export const FormSkeleton = () => (
  <div className="max-w-4xl">
    {bars.slice(0, 4).map((bar) => (
      <div key={bar} className="mb-8">
        <Skeleton className="mb-3 h-5 w-40" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="mt-2 h-4 w-64" />
      </div>
    ))}
  </div>
)
