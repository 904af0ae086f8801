'use client'

import { useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { CheckNow } from './check-now'

/** Checks a monitor as it is stored, once more and at once. */
export const CheckStored = ({ monitorId }: { monitorId: string }) => {
  const [message, setMessage] = useState<string | null>(null)
  return (
    <>
      <CheckNow
        describe={() => {
          setMessage(null)
          return { monitorId, patch: {} }
        }}
        onRefused={(refusal) => setMessage(refusal.message)}
      />
      {message ? (
        <Notice tone="warn" live>
          {message}
        </Notice>
      ) : null}
    </>
  )
}
