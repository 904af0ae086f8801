import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { MemberForm } from '@/components/people/member-form'
import { Section } from '@/components/ui/section'
import { roles } from '@/core/access/actor'
import { whyNotGrant, whyNotManage } from '@/core/access/member-rules'
import { whyNot } from '@/core/access/policy'
import { getMember } from '@/services/members/get-member'
import { changeMember } from '../actions'

export const metadata: Metadata = { title: 'Member' }

const MemberPage = async ({ params }: IdPage) => {
  const ctx = await requireContext()
  const { actor } = ctx
  const member = await orNotFound(getMember({ ctx, input: { memberId: (await params).id } }))
  const refusal = whyNot(actor, 'member.update') ?? whyNotManage(actor.role, member.role)
  if (refusal) return <NotAllowed why={refusal} />
  return (
    <>
      <Breadcrumbs way={[{ title: 'Members', href: '/settings/members' }]} here={member.name} />
      <Section title={member.name} description={`${member.email}. A change counts from their next request on.`}>
        <MemberForm
          initial={{ role: member.role, scope: member.apps === null ? 'all' : 'some', apps: member.apps ?? [] }}
          grantable={roles.filter((role) => whyNotGrant(actor.role, role) === null)}
          save={changeMember.bind(null, member.id)}
        />
      </Section>
    </>
  )
}

export default MemberPage
