'use client'

import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import type { ShownPlan } from './redeploy-plan'
import { ReleaseDialog } from './release-dialog'

export interface RedeployActions {
  plan: (releaseId: string) => Promise<ActionResult<ShownPlan>>
  redeploy: (input: {
    appId: string
    releaseId: string
    reason?: string
  }) => Promise<ActionResult<{ deploymentId: string }>>
}

interface RedeployButtonProps extends RedeployActions {
  appId: string
  release: { id: string; number: number }
  look?: 'primary' | 'plain' | 'quiet'
  /** Names the release on the button, where it does not stand beside it. */
  named?: boolean
}

/** Deploys an earlier release again, after asking. */
export const RedeployButton = ({ appId, release, plan, redeploy, look, named }: RedeployButtonProps) => {
  const [reason, setReason] = useState('')
  const start = () =>
    redeploy({ appId, releaseId: release.id, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) })
  return (
    <ReleaseDialog
      release={release}
      verb={`Redeploy v${release.number}`}
      description="Exactly that release again: its image, env and run settings. The live one serves until it is healthy."
      plan={plan}
      start={start}
      opener={(open) => (
        <Button {...(look ? { look } : {})} data-redeploy onClick={open}>
          <RotateCcw size={14} aria-hidden /> Redeploy
          <span className={named ? '' : 'sr-only'}>v{release.number}</span>
        </Button>
      )}
    >
      <TextField
        id={`reason-${release.id}`}
        label="Reason"
        hint="For whoever reads the history; may be left empty."
        autoComplete="off"
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </ReleaseDialog>
  )
}
