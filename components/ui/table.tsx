import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

/**
 * Rows between hairlines. On a narrow screen each row becomes a small block; cells that would only repeat themselves
 * there are left out by the caller with `max-md:hidden`.
 */
export const Table = ({ className, ...props }: ComponentProps<'table'>) => (
  <table className={clsx('w-full border-collapse text-left max-md:block', className)} {...props} />
)

export const TableHead = ({ children }: { children: React.ReactNode }) => (
  <thead className="text-sm text-muted max-md:sr-only">
    <tr className="border-b">{children}</tr>
  </thead>
)

export const TableBody = (props: ComponentProps<'tbody'>) => <tbody className="max-md:block" {...props} />

export const HeadCell = ({ className, ...props }: ComponentProps<'th'>) => (
  <th scope="col" className={clsx('h-9 px-3 font-normal first:pl-0 last:pr-0', className)} {...props} />
)

export const Row = ({ className, ...props }: ComponentProps<'tr'>) => (
  <tr
    className={clsx(
      'border-b align-middle max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:py-3',
      className,
    )}
    {...props}
  />
)

export const Cell = ({ className, ...props }: ComponentProps<'td'>) => (
  <td className={clsx('px-3 py-2 first:pl-0 last:pr-0 max-md:p-0', className)} {...props} />
)
