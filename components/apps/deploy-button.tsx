'use client'

import { Rocket } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

interface DeployButtonProps {
  appId: string
  appName: string
  deploy: (appId: string) => Promise<ActionResult<{ deploymentId: string }>>
  look?: 'primary' | 'plain'
}

/** Deploys the app as it is set now, and goes to where one can watch. */
export const DeployButton = ({ appId, appName, deploy, look = 'plain' }: DeployButtonProps) => {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () => {
    setMessage(null)
    startTransition(async () => {
      const result = await deploy(appId).catch(() => null)
      if (result?.ok) router.push(`/deployments/${result.data.deploymentId}`)
      else setMessage(result?.message ?? 'No answer came from Gapless. Look under Deployments whether it has started.')
    })
  }
  return (
    <span className="inline-flex flex-col items-end gap-1">
      <Button look={look} pending={pending} onClick={press}>
        <Rocket size={14} aria-hidden /> {pending ? 'Starting…' : 'Deploy'}
        <span className="sr-only"> {appName}</span>
      </Button>
      <span role="status" className="text-sm text-warn">
        {message}
      </span>
    </span>
  )
}
