import { clsx } from 'clsx'
import { isStrongEnough, type PasswordStrength, strengthWord } from '@/core/access/password-rules'

const parts = [0, 1, 2, 3] as const

/** How strong a password is: a bar, the word for it, and what would help. */
export const StrengthMeter = ({ strength }: { strength: PasswordStrength | null }) => (
  <div className={clsx('flex flex-col gap-1', strength === null && 'invisible')}>
    <div aria-hidden className="flex gap-1 pt-1">
      {parts.map((part) => (
        <span
          key={part}
          className={clsx(
            'h-1 flex-1 rounded-sm',
            strength === null || part >= strength.score
              ? 'bg-line-strong'
              : isStrongEnough(strength)
                ? 'bg-good'
                : 'bg-warn',
          )}
        />
      ))}
    </div>
    <p role="status" className="min-h-5 text-sm text-muted">
      {strength === null ? null : (
        <>
          <span className={clsx('font-medium', isStrongEnough(strength) ? 'text-good' : 'text-warn')}>
            <span className="sr-only">The password is </span>
            {strengthWord(strength)}
          </span>
          {isStrongEnough(strength) || strength.hint === null ? null : ` – ${strength.hint}`}
        </>
      )}
    </p>
  </div>
)
