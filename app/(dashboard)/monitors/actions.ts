'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { monitorSchema } from '@/core/monitors/schema'
import { parseValues } from '@/core/validation'
import { testChannel } from '@/services/channels/test-channel'
import { createMonitor } from '@/services/monitors/create-monitor'
import { deleteMonitor } from '@/services/monitors/delete-monitor'
import { setMonitorsEnabled } from '@/services/monitors/set-enabled'
import { updateMonitor } from '@/services/monitors/update-monitor'

const id = z.string().min(1).max(100)
const ids = z.array(id).max(200, 'At most 200 at once.')
const patchSchema = z.record(z.string(), z.unknown())

export const addMonitor = async (input: unknown): Promise<ActionResult<{ id: string }>> =>
  runAction(async (ctx) => {
    const { id: monitorId } = await createMonitor({ ctx, input: parseValues(monitorSchema, input) })
    return { id: monitorId }
  })

export const changeMonitor = async (monitorId: string, patch: unknown): Promise<ActionResult<{ id: string }>> =>
  runAction(async (ctx) => {
    await updateMonitor({
      ctx,
      input: { monitorId: parseValues(id, monitorId), patch: parseValues(patchSchema, patch) },
    })
    return { id: monitorId }
  })

/** Pauses or resumes; says how many were not so before. */
export const setEnabled = async (monitorIds: readonly string[], enabled: boolean): Promise<ActionResult<number>> =>
  runAction(async (ctx) => {
    const input = { monitorIds: parseValues(ids, monitorIds), enabled: parseValues(z.boolean(), enabled) }
    const count = await setMonitorsEnabled({ ctx, input })
    revalidatePath('/monitors', 'layout')
    return count
  })

export const removeMonitor = async (monitorId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteMonitor({ ctx, input: { monitorId: parseValues(id, monitorId) } })
    return null
  })

/** Sends a test to a channel; says what came of it. */
export const sendTest = async (
  channelId: string,
): Promise<ActionResult<{ ok: boolean; statusCode: number | null; error: string | null; tookMs: number }>> =>
  runAction((ctx) => testChannel({ ctx, input: { channelId: parseValues(id, channelId) } }))
