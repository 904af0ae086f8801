import { Check, X } from 'lucide-react'
import type { HostCheck } from '@/core/hosts/engine-version'

/** What a try of a host found, each in a sentence. */
export const CheckList = ({ checks }: { checks: readonly HostCheck[] }) => (
  <ul className="flex flex-col gap-1 text-sm">
    {checks.map((check) => (
      <li key={check.name} className="flex gap-2">
        {check.ok ? (
          <Check size={16} aria-label="good" className="mt-0.5 shrink-0 text-good" />
        ) : (
          <X size={16} aria-label="missing" className="mt-0.5 shrink-0 text-warn" />
        )}
        <span className="min-w-0 break-words">{check.message}</span>
      </li>
    ))}
  </ul>
)
