'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import type { HostCheck } from '@/core/hosts/engine-version'
import { hostSchema } from '@/core/hosts/schema'
import { parseValues } from '@/core/validation'
import { createHost } from '@/services/hosts/create-host'
import { deleteHost } from '@/services/hosts/delete-host'
import { grantHost } from '@/services/hosts/grant-host'
import { revokeHost } from '@/services/hosts/revoke-host'
import { testHost } from '@/services/hosts/test-host'

const id = z.string().min(1).max(100)

/** Adds a host and tries it at once. */
export const addHost = async (input: unknown): Promise<ActionResult<{ id: string; checks: HostCheck[] }>> =>
  runAction(async (ctx) => {
    const host = await createHost({ ctx, input: parseValues(hostSchema, input) })
    const { checks } = await testHost({ ctx, input: { hostId: host.id } })
    return { id: host.id, checks }
  })

export const checkHost = async (hostId: string): Promise<ActionResult<{ ok: boolean; checks: HostCheck[] }>> =>
  runAction(async (ctx) => {
    const result = await testHost({ ctx, input: { hostId: parseValues(id, hostId) } })
    revalidatePath('/hosts')
    return result
  })

export const removeHost = async (hostId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteHost({ ctx, input: { hostId: parseValues(id, hostId) } })
    revalidatePath('/hosts')
    return null
  })

const grant = z.strictObject({ hostId: id, teamId: id })

/** Lets a team place apps on the host. */
export const letTeamUse = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const parsed = parseValues(grant, input)
    await grantHost({ ctx, input: parsed })
    revalidatePath(`/hosts/${parsed.hostId}/teams`)
    return null
  })

export const takeTeamOff = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const parsed = parseValues(grant, input)
    await revokeHost({ ctx, input: parsed })
    revalidatePath(`/hosts/${parsed.hostId}/teams`)
    return null
  })
