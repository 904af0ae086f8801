'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { certificateSchema } from '@/core/certificates/schema'
import { parseValues } from '@/core/validation'
import { createCertificate } from '@/services/certificates/create-certificate'
import { deleteCertificate } from '@/services/certificates/delete-certificate'
import { updateCertificate } from '@/services/certificates/update-certificate'

const path = '/settings/certificates'
const idSchema = z.string().max(100)

export const addCertificate = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await createCertificate({ ctx, input: parseValues(certificateSchema, input) })
    revalidatePath(path)
    return null
  })

export const replaceCertificate = async (certificateId: string, input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const id = parseValues(idSchema, certificateId)
    await updateCertificate({ ctx, input: { certificateId: id, patch: parseValues(certificateSchema, input) } })
    revalidatePath(path)
    return null
  })

export const removeCertificate = async (certificateId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteCertificate({ ctx, input: { certificateId: parseValues(idSchema, certificateId) } })
    revalidatePath(path)
    return null
  })
