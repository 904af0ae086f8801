import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const tones = {
  plain: 'border-line bg-sunken',
  warn: 'border-transparent bg-warn-soft',
  bad: 'border-transparent bg-bad-soft',
  good: 'border-transparent bg-good-soft',
} as const

/** A sentence that must not be overlooked. Read out as it appears when `live`. */
export const Notice = ({
  tone = 'plain',
  live,
  children,
}: {
  tone?: keyof typeof tones
  live?: boolean
  children: ReactNode
}) => (
  <div role={live ? 'alert' : undefined} className={clsx('rounded-md border px-3 py-2', tones[tone])}>
    {children}
  </div>
)
