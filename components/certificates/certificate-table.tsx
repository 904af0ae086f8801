import Link from 'next/link'
import { CopyText } from '@/components/ui/code-block'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { ActionResult } from '@/core/action-result'
import { CertificateActions } from './certificate-actions'
import { ExpiryMark } from './expiry-mark'

interface ShownCertificate {
  id: string
  name: string
  domains: readonly string[]
  issuer: string
  notAfter: string
  fingerprint: string
  uses: readonly { appId: string; appName: string; domains: readonly string[] }[]
}

interface CertificateTableProps {
  certificates: readonly ShownCertificate[]
  now: string
  replace?: (certificateId: string, input: unknown) => Promise<ActionResult<null>>
  remove?: (certificateId: string) => Promise<ActionResult<null>>
}

/** The team's certificates: what each is for, who is served with it, and how long it lasts. */
export const CertificateTable = ({ certificates, now, replace, remove }: CertificateTableProps) => (
  <Table>
    <TableHead>
      <HeadCell>Name</HeadCell>
      <HeadCell>For</HeadCell>
      <HeadCell>Serves</HeadCell>
      <HeadCell>Ends</HeadCell>
      <HeadCell>
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {certificates.map((certificate) => (
        <Row key={certificate.id}>
          <Cell className="max-md:w-full">
            <span className="font-medium">{certificate.name}</span>
            <span className="block text-sm text-muted">{certificate.issuer}</span>
            <span className="block text-sm text-muted">
              <CopyText
                shown={certificate.fingerprint.slice(0, 12)}
                full={certificate.fingerprint}
                what={`fingerprint of ${certificate.name}`}
              />
            </span>
          </Cell>
          <Cell className="font-mono text-sm wrap-anywhere max-md:w-full">{certificate.domains.join(', ')}</Cell>
          <Cell className="max-md:w-full">
            <Uses uses={certificate.uses} />
          </Cell>
          <Cell>
            <ExpiryMark notAfter={certificate.notAfter} now={now} />
          </Cell>
          <Cell className="text-right max-md:ml-auto">
            <CertificateActions
              name={certificate.name}
              served={certificate.uses.flatMap(({ domains }) => domains)}
              {...(replace ? { replace: replace.bind(null, certificate.id) } : {})}
              {...(remove ? { remove: remove.bind(null, certificate.id) } : {})}
            />
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const Uses = ({ uses }: Pick<ShownCertificate, 'uses'>) =>
  uses.length === 0 ? (
    <span className="text-muted">no app</span>
  ) : (
    <ul>
      {uses.map(({ appId, appName, domains }) => (
        <li key={appId} className="wrap-anywhere">
          <Link href={`/apps/${appId}`} className="text-accent hover:underline">
            {appName}
          </Link>{' '}
          <span className="text-sm text-muted">{domains.join(', ')}</span>
        </li>
      ))}
    </ul>
  )
