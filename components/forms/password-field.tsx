'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { leastPasswordLength } from '@/core/access/password-rules'
import { StrengthMeter } from './strength-meter'
import { usePasswordStrength } from './use-password-strength'

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'type' | 'onChange' | 'value'> {
  id: string
  label?: ReactNode
  hint?: ReactNode
  error?: string | undefined
  value: string
  onChange: (value: string) => void
  /** A password that is chosen here: shows how strong it is. `personal`: what others know of the person. */
  chosenBy?: { personal: readonly string[] }
}

const nobody: readonly string[] = []

/** A password with a button that shows it, and how strong it is where one is being chosen. */
export const PasswordField = ({
  id,
  label = 'Password',
  hint,
  error,
  value,
  onChange,
  chosenBy,
  ...props
}: PasswordFieldProps) => {
  const [isShown, setIsShown] = useState(false)
  const strength = usePasswordStrength(value, chosenBy?.personal ?? nobody, chosenBy !== undefined)
  const rule = chosenBy ? `${leastPasswordLength} characters or more. A few words that do not belong together.` : null
  const Icon = isShown ? EyeOff : Eye
  return (
    <Field id={id} label={label} hint={hint ?? rule} error={error}>
      {(control) => (
        <>
          <span className="relative block">
            <Input
              autoComplete={chosenBy ? 'new-password' : 'current-password'}
              autoCapitalize="none"
              {...props}
              {...control}
              type={isShown ? 'text' : 'password'}
              className="pr-20"
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
            <Button
              look="quiet"
              tight
              aria-controls={id}
              className="absolute inset-y-0 right-0"
              onClick={() => setIsShown(!isShown)}
            >
              <Icon size={14} aria-hidden /> {isShown ? 'Hide' : 'Show'}
            </Button>
          </span>
          {chosenBy ? <StrengthMeter strength={strength} /> : null}
        </>
      )}
    </Field>
  )
}
