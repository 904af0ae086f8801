import { clsx } from 'clsx'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent',
  plain: 'bg-surface text-text border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-hover hover:text-text',
  danger: 'bg-surface text-warn border-line-strong hover:bg-warn-soft',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks
  /** Gives its looks to the one child, for a link. */
  asChild?: boolean
  /** Work is under way: says so to screen readers and takes no second press, but keeps the focus. */
  pending?: boolean
}

export const Button = ({ look = 'plain', asChild, pending, className, onClick, ...props }: ButtonProps) => {
  const Root = asChild ? Slot.Root : 'button'
  return (
    <Root
      {...(asChild ? {} : { type: 'button' })}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={clsx(
        'control inline-flex items-center justify-center gap-1.5 rounded-md border px-3 font-medium whitespace-nowrap select-none',
        'transition-colors duration-100 disabled:opacity-50 disabled:cursor-not-allowed aria-busy:opacity-70',
        looks[look],
        className,
      )}
      {...props}
    />
  )
}
