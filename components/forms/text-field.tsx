import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'onChange' | 'value'> {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  value: string
  onChange: (value: string) => void
  /** What the value is measured in, shown inside the box. */
  unit?: string
  isMono?: boolean
  fieldClassName?: string
}

/** One line of text with its label, hint and error. */
export const TextField = ({
  id,
  label,
  hint,
  error,
  value,
  onChange,
  unit,
  isMono,
  fieldClassName,
  ...props
}: TextFieldProps) => (
  <Field id={id} label={label} hint={hint} error={error} {...(fieldClassName ? { className: fieldClassName } : {})}>
    {(control) => (
      <span className="relative block">
        <Input
          {...props}
          {...control}
          className={clsx(isMono && 'font-mono', unit && 'pr-16', props.className)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        {unit ? (
          <span aria-hidden className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-faint">
            {unit}
          </span>
        ) : null}
      </span>
    )}
  </Field>
)
