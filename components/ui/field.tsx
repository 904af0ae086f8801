import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** What a control in a field has to be given, so that label, hint and error are read out with it. */
interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

interface FieldProps {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** A labelled control. The error takes the hint's place, so that nothing below moves. */
export const Field = ({ id, label, hint, error, className, children }: FieldProps) => (
  <div className={clsx('flex min-w-0 flex-col gap-1 pb-2', className)}>
    <label htmlFor={id} className="font-medium">
      {label}
    </label>
    {children({
      id,
      'aria-describedby': error || hint ? `${id}-note` : undefined,
      'aria-invalid': error ? true : undefined,
    })}
    <p
      id={`${id}-note`}
      aria-live="polite"
      className={clsx('min-h-5 text-sm', error ? 'text-warn' : 'text-muted', !error && !hint && 'max-sm:hidden')}
    >
      {error ?? hint}
    </p>
  </div>
)
