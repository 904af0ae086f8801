'use client'

import { WifiOff } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { teamTopic } from './connection'
import { useIsLost, useTopic } from './use-topic'

/**
 * Opens the tab's live connection, and says over the page, without moving it, when it is lost. A page is read again when
 * what one may has changed: what it offers may be refused by now.
 */
export const LiveStatus = () => {
  const router = useRouter()
  useTopic(teamTopic, (message) => {
    if (message.type === 'access') router.refresh()
  })
  const isLost = useIsLost()
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-18 z-40 flex justify-center px-4 md:bottom-4"
    >
      {isLost ? (
        <p className="flex items-start gap-2 rounded-md border border-line-strong bg-warn-soft px-3 py-2 shadow-lg">
          <WifiOff size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
          The live connection is lost, so what you see may be old. Your apps do not depend on it; it is being opened
          again by itself.
        </p>
      ) : null}
    </div>
  )
}
