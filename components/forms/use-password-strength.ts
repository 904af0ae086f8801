'use client'

import { useEffect, useState } from 'react'
import type { PasswordStrength } from '@/core/access/password-rules'

/** Long enough for nobody to be told about each single letter. */
const restMs = 200

interface Estimate {
  password: string
  strength: PasswordStrength
}

/** How hard what is typed is to guess; null until that is known, and for nothing. The server judges in any case. */
export const usePasswordStrength = (
  password: string,
  personal: readonly string[],
  isWanted: boolean,
): PasswordStrength | null => {
  const [estimate, setEstimate] = useState<Estimate | null>(null)
  const known = personal.join('\n')
  useEffect(() => {
    if (!isWanted || password === '') return
    let isCurrent = true
    const timer = setTimeout(async () => {
      const { zxcvbnStrength } = await import('./zxcvbn')
      const strength = await zxcvbnStrength(password, known.split('\n'))
      if (isCurrent) setEstimate({ password, strength })
    }, restMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [password, known, isWanted])
  if (!isWanted || password === '') return null
  return estimate?.strength ?? null
}
