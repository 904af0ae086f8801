import { RemoveButton } from '@/components/forms/remove-button'
import { Badge } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/core/action-result'

interface ShownToken {
  id: string
  name: string
  prefix: string
  role: string
  apps: readonly { id: string; name: string }[] | null
  expiresAt: string | null
  lastUsedAt: string | null
  lastUsedIp: string | null
}

interface TokenTableProps {
  tokens: readonly ShownToken[]
  now: string
  /** Left out for those who may not. */
  revoke?: (tokenId: string) => Promise<ActionResult<null>>
}

/** Who holds a key to the team, what it opens, and when it was last used from where. */
export const TokenTable = ({ tokens, now, revoke }: TokenTableProps) => (
  <Table>
    <TableHead>
      <HeadCell>Name</HeadCell>
      <HeadCell>Role</HeadCell>
      <HeadCell>Apps</HeadCell>
      <HeadCell>Last used</HeadCell>
      <HeadCell>Expires</HeadCell>
      <HeadCell>
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {tokens.map((token) => (
        <Row key={token.id}>
          <Cell className="max-md:w-full">
            <p className="font-medium wrap-anywhere">{token.name}</p>
            <p className="font-mono text-sm text-muted">{token.prefix}…</p>
          </Cell>
          <Cell>
            <Badge>{token.role}</Badge>
          </Cell>
          <Cell className="text-sm md:max-w-56">
            <Scope {...token} />
          </Cell>
          <Cell className="text-sm">
            <span className="text-muted md:hidden">used </span>
            {token.lastUsedAt ? (
              <>
                <Time at={token.lastUsedAt} now={now} />
                {token.lastUsedIp ? <span className="text-muted"> from {token.lastUsedIp}</span> : null}
              </>
            ) : (
              <span className="text-muted">never</span>
            )}
          </Cell>
          <Cell className="text-sm">
            <Expiry at={token.expiresAt} now={now} />
          </Cell>
          <Cell className="text-right max-md:ml-auto">
            {revoke ? <RemoveButton verb="Revoke" name={token.name} remove={revoke.bind(null, token.id)} /> : null}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const shownApps = 3

const Scope = ({ role, apps }: Pick<ShownToken, 'role' | 'apps'>) => {
  if (role === 'metrics') return <span className="text-muted">metrics only</span>
  if (apps === null) return <span className="text-muted">all apps</span>
  if (apps.length === 0) return <span className="text-muted">none is left</span>
  const more = apps.length - shownApps
  return (
    <span className="wrap-anywhere" title={apps.map(({ name }) => name).join(', ')}>
      {apps
        .slice(0, shownApps)
        .map(({ name }) => name)
        .join(', ')}
      {more > 0 ? ` and ${more} more` : ''}
    </span>
  )
}

const Expiry = ({ at, now }: { at: string | null; now: string }) => {
  if (at !== null && at <= now) {
    return (
      <>
        <Badge tone="warn">expired</Badge> <Time at={at} now={now} />
      </>
    )
  }
  return (
    <>
      <span className="text-muted md:hidden">expires </span>
      {at === null ? <span className="text-muted">never</span> : <Time at={at} now={now} />}
    </>
  )
}
