import { clsx } from 'clsx'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

const looks = {
  primary: 'bg-accent text-on-accent ready:hover:bg-accent-hover border-transparent',
  plain: 'bg-surface text-text border-line-strong ready:hover:bg-hover',
  quiet: 'bg-transparent text-muted border-transparent ready:hover:bg-hover ready:hover:text-text',
  danger: 'bg-surface text-warn border-line-strong ready:hover:bg-warn-soft',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks
  /** Little room at its sides: for an icon, alone or with a word. */
  tight?: boolean
  /** Gives its looks to the one child, for a link. */
  asChild?: boolean
  /** Work is under way: says so to screen readers and takes no second press, but keeps the focus. */
  pending?: boolean
}

export const Button = ({ look = 'plain', tight, asChild, pending, className, onClick, ...props }: ButtonProps) => {
  const Root = asChild ? Slot.Root : 'button'
  return (
    <Root
      {...(asChild ? {} : { type: 'button' })}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={clsx(
        'control inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none',
        'transition-colors duration-100 disabled:opacity-50 disabled:cursor-not-allowed aria-busy:cursor-progress aria-busy:opacity-70',
        tight ? 'px-2' : 'px-3',
        looks[look],
        className,
      )}
      {...props}
    />
  )
}
