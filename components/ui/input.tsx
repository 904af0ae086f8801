import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

const inputLook =
  'control w-full rounded-md border border-line-strong bg-surface px-2.5 py-1 text-text placeholder:text-faint ' +
  'aria-invalid:border-warn disabled:opacity-60 max-sm:text-lg'

export const Input = ({ className, ...props }: ComponentProps<'input'>) => (
  <input className={clsx(inputLook, className)} spellCheck={false} {...props} />
)

export const Textarea = ({ className, ...props }: ComponentProps<'textarea'>) => (
  <textarea className={clsx(inputLook, 'py-1.5', className)} spellCheck={false} {...props} />
)

/** The browser's own list: it works with every keyboard, screen reader and phone. */
export const Select = ({ className, ...props }: ComponentProps<'select'>) => (
  <select className={clsx(inputLook, 'pr-7', className)} {...props} />
)

/** A box with its label: the whole of it can be pressed. */
export const Checkbox = ({ label, className, ...props }: ComponentProps<'input'> & { label: string }) => (
  <label className={clsx('control inline-flex items-center gap-2 has-disabled:opacity-60', className)}>
    <input type="checkbox" className="size-4 shrink-0 accent-accent" {...props} />
    {label}
  </label>
)
