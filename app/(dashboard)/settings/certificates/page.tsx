import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AddCertificate } from '@/components/certificates/add-certificate'
import { CertificateTable } from '@/components/certificates/certificate-table'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may, whyNot } from '@/core/access/policy'
import { listCertificates } from '@/services/certificates/list-certificates'
import { addCertificate, removeCertificate, replaceCertificate } from './actions'

export const metadata: Metadata = { title: 'Certificates' }

const CertificatesPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'certificate.read')
  if (refusal) return <NotAllowed why={refusal} />
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listCertificates({ ctx, input: { limit: 50, cursor } })
  return (
    <Section
      title="Certificates"
      description="Apps whose domains they are for are served by HTTPS. Channels are told 30, 14, 7 and 1 day before one ends."
      actions={may(ctx.actor, 'certificate.create') ? <AddCertificate add={addCertificate} /> : null}
    >
      {data.length === 0 ? (
        <EmptyState title="No certificates yet">
          {may(ctx.actor, 'certificate.create')
            ? 'Add one with its chain and its key. The domains of your apps that it is for are served by HTTPS at once, without a reload.'
            : 'An admin of the team can add one. The domains of your apps that it is for are then served by HTTPS.'}
        </EmptyState>
      ) : (
        <CertificateTable
          certificates={data}
          now={ctx.clock.now().toISOString()}
          {...(may(ctx.actor, 'certificate.update') ? { replace: replaceCertificate } : {})}
          {...(may(ctx.actor, 'certificate.delete') ? { remove: removeCertificate } : {})}
        />
      )}
      <Pager path="/settings/certificates" cursor={cursor} nextCursor={nextCursor} what="certificates" />
    </Section>
  )
}

export default CertificatesPage
