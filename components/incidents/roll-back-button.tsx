'use client'

import { RotateCcw } from 'lucide-react'
import type { ShownPlan } from '@/components/deployments/redeploy-plan'
import { ReleaseDialog } from '@/components/deployments/release-dialog'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

interface RollBackButtonProps {
  from: { number: number }
  to: { id: string; number: number }
  plan: (releaseId: string) => Promise<ActionResult<ShownPlan>>
  rollBack: () => Promise<ActionResult<{ deploymentId: string }>>
}

/** Goes back to the release before, after asking. */
export const RollBackButton = ({ from, to, plan, rollBack }: RollBackButtonProps) => (
  <ReleaseDialog
    release={to}
    verb={`Roll back to v${to.number}`}
    description={`A deployment of v${to.number} exactly as it was: image, env and run settings. v${from.number} serves until it is healthy; no request is dropped.`}
    plan={plan}
    start={rollBack}
    opener={(open) => (
      <Button look="primary" onClick={open}>
        <RotateCcw size={14} aria-hidden /> Roll back to v{to.number}
      </Button>
    )}
  />
)
