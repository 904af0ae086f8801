'use client'

import { useEffect, useState } from 'react'
import type { ActionResult } from '@/core/action-result'
import type { ShownPlan } from './redeploy-plan'

const noPlan = 'No answer came from Gapless, so what differs is not known. Close this and try again.'

/** What a redeploy would do, asked for each time that the question opens. */
export const useRedeployPlan = (
  open: boolean,
  releaseId: string,
  plan: (releaseId: string) => Promise<ActionResult<ShownPlan>>,
): { shown: ShownPlan | null; refusal: string | null } => {
  const [shown, setShown] = useState<ShownPlan | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    if (!open) return
    let gone = false
    setRefusal(null)
    plan(releaseId)
      .catch(() => ({ ok: false as const, message: noPlan, fields: [] }))
      .then((result) => {
        if (gone) return
        if (result.ok) setShown(result.data)
        else setRefusal(result.message)
      })
    return () => {
      gone = true
    }
  }, [open, plan, releaseId])
  return { shown, refusal }
}
