import { z } from 'zod'
import { maintenanceWindowSchema } from '../../maintenance/schema'
import { idParams, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const windowSchema = z.object({
  id: z.string(),
  name: z.string(),
  monitorIds: z.array(z.string()),
  startsAt: time.nullable(),
  endsAt: time.nullable(),
  cron: z.string().nullable(),
  timezone: z.string().nullable(),
  durationMinutes: z.int().nullable(),
  active: z.boolean().describe('It lasts now.'),
  next: z.object({ from: time, to: time }).nullable().describe('The span that lasts or comes next.'),
  createdAt: time,
})

const tag = 'Maintenance windows'

export const listMaintenanceWindows = defineOperation({
  operationId: 'listMaintenanceWindows',
  method: 'get',
  path: '/api/v1/maintenance-windows',
  summary: 'Times in which failures are expected',
  tag,
  access: 'maintenance_window.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(windowSchema),
})

export const createMaintenanceWindow = defineOperation({
  operationId: 'createMaintenanceWindow',
  method: 'post',
  path: '/api/v1/maintenance-windows',
  summary: 'Add a maintenance window, once or again and again',
  tag,
  access: 'maintenance_window.create',
  params: noParams,
  query: noQuery,
  body: maintenanceWindowSchema,
  success: 201,
  response: windowSchema,
})

export const deleteMaintenanceWindow = defineOperation({
  operationId: 'deleteMaintenanceWindow',
  method: 'delete',
  path: '/api/v1/maintenance-windows/{id}',
  summary: 'Remove a maintenance window',
  tag,
  access: 'maintenance_window.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})
