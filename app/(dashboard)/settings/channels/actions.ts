'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { type ChannelType, channelSchema } from '@/core/channels/schema'
import { parseValues } from '@/core/validation'
import { createChannel } from '@/services/channels/create-channel'
import { deleteChannel } from '@/services/channels/delete-channel'
import { rotateSecret as rotate } from '@/services/channels/rotate-secret'
import { type TestResult, testChannel } from '@/services/channels/test-channel'
import { updateChannel } from '@/services/channels/update-channel'
import { resendDelivery } from '@/services/deliveries/resend-delivery'

const id = z.string().min(1).max(100)
const patchSchema = z.record(z.string(), z.unknown())

interface Made {
  id: string
  name: string
  type: ChannelType
  enabled: boolean
  secret?: string
}

/** Makes a channel; the secret that was made for a webhook is in this answer and never again. */
export const addChannel = async (input: unknown): Promise<ActionResult<Made>> =>
  runAction(async (ctx) => {
    const made = await createChannel({ ctx, input: parseValues(channelSchema, input) })
    revalidatePath('/settings/channels')
    const { id: channelId, name, type, enabled, secret } = made
    return { id: channelId, name, type, enabled, ...(secret === undefined ? {} : { secret }) }
  })

export const changeChannel = async (channelId: string, patch: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const input = { channelId: parseValues(id, channelId), patch: parseValues(patchSchema, patch) }
    await updateChannel({ ctx, input })
    revalidatePath('/settings/channels', 'layout')
    return null
  })

export const removeChannel = async (channelId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteChannel({ ctx, input: { channelId: parseValues(id, channelId) } })
    return null
  })

/** Sends a test at once; says what came of it. */
export const sendTest = async (channelId: string): Promise<ActionResult<TestResult>> =>
  runAction(async (ctx) => {
    const result = await testChannel({ ctx, input: { channelId: parseValues(id, channelId) } })
    revalidatePath(`/settings/channels/${channelId}`)
    return result
  })

/** Gives a webhook a new secret, shown in this answer only. */
export const rotateSecret = async (
  channelId: string,
): Promise<ActionResult<{ secret: string; previousUntil: string }>> =>
  runAction(async (ctx) => {
    const { secret, previousUntil } = await rotate({ ctx, input: { channelId: parseValues(id, channelId) } })
    return { secret, previousUntil }
  })

export const resend = async (channelId: string, deliveryId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const input = { channelId: parseValues(id, channelId), deliveryId: parseValues(id, deliveryId) }
    await resendDelivery({ ctx, input })
    revalidatePath(`/settings/channels/${channelId}`)
    return null
  })
