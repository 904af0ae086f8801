import { z } from 'zod'
import { invitationSchema, roleSchema } from '../../members/schema'
import { idParams, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const invitationViewSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  onlyListedApps: z.boolean(),
  appIds: z.array(z.string()).nullable().describe('The apps that they will see; null: all of the team’s.'),
  status: z.enum(['open', 'accepted', 'revoked', 'expired']),
  createdAt: time,
  expiresAt: time,
  sentAt: time.nullable().describe('When its link was last mailed; null where it was only shown.'),
})

const sentInvitationSchema = z.object({
  ...invitationViewSchema.shape,
  link: z
    .string()
    .nullable()
    .describe('Lets its holder in once, for 7 days, and is in this answer only. Null where it was mailed.'),
  mailed: z.boolean(),
  mailError: z.string().nullable().describe('Why the mail was not sent; null if it was, or without a mail server.'),
})

const tag = 'Invitations'

export const listInvitations = defineOperation({
  operationId: 'listInvitations',
  method: 'get',
  path: '/api/v1/invitations',
  summary: 'Invitations that nobody has accepted yet, expired ones among them',
  tag,
  access: 'invitation.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(invitationViewSchema),
})

export const createInvitation = defineOperation({
  operationId: 'createInvitation',
  method: 'post',
  path: '/api/v1/invitations',
  summary: 'Invite somebody, in a role no higher than your own; by mail where a mail server is set',
  tag,
  access: 'invitation.create',
  params: noParams,
  query: noQuery,
  body: invitationSchema,
  success: 201,
  response: sentInvitationSchema,
  problems: [409],
})

export const revokeInvitation = defineOperation({
  operationId: 'revokeInvitation',
  method: 'delete',
  path: '/api/v1/invitations/{id}',
  summary: 'Take an invitation back: its link is dead',
  tag,
  access: 'invitation.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})

export const resendInvitation = defineOperation({
  operationId: 'resendInvitation',
  method: 'post',
  path: '/api/v1/invitations/{id}/resend',
  summary: 'Send an invitation again with a new link, for another 7 days; the old link is dead',
  tag,
  access: 'invitation.create',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: sentInvitationSchema,
})
