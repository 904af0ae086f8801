import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cursorOf, type IdPage, type ListPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { Pager } from '@/components/frame/pager'
import { TeamGrants } from '@/components/hosts/team-grants'
import { PageHead } from '@/components/ui/section'
import { listHostGrants } from '@/services/hosts/list-host-grants'
import { letTeamUse, takeTeamOff } from '../../actions'

export const metadata: Metadata = { title: 'Teams of a host' }

/** For the operator alone: to anybody else there is no such page. */
const HostTeamsPage = async ({ params, searchParams }: IdPage & ListPage) => {
  const ctx = await requireContext()
  if (!ctx.actor.isOperator) notFound()
  const { id } = await params
  const cursor = cursorOf((await searchParams).cursor)
  const input = { hostId: id, limit: 50, cursor }
  const { hostName, data, nextCursor } = await orNotFound(listHostGrants({ ctx, input }))
  return (
    <>
      <Breadcrumbs way={[{ href: '/hosts', title: 'Hosts' }]} here={`${hostName}: teams`} />
      <PageHead
        title={`Teams that use ${hostName}`}
        lead="A team that may use the host places apps on it, and sees nothing of what others run there. It cannot change, test or remove it."
      />
      <TeamGrants hostId={id} hostName={hostName} teams={data} allow={letTeamUse} takeOff={takeTeamOff} />
      <Pager path={`/hosts/${id}/teams`} cursor={cursor} nextCursor={nextCursor} what="teams" />
    </>
  )
}

export default HostTeamsPage
