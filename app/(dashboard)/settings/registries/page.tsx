import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { RemoveButton } from '@/components/forms/remove-button'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { RegistryForm } from '@/components/settings/registry-form'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { may, whyNot } from '@/core/access/policy'
import { listRegistries } from '@/services/registries/list-registries'
import { addRegistry, removeRegistry } from './actions'

export const metadata: Metadata = { title: 'Registries' }

const RegistriesPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'registry.read')
  if (refusal) return <NotAllowed why={refusal} />
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listRegistries({ ctx, input: { limit: 50, cursor } })
  return (
    <>
      {may(ctx.actor, 'registry.create') ? (
        <Section title="Add a registry login" description="Images from this host are pulled with it.">
          <RegistryForm add={addRegistry} />
        </Section>
      ) : null}
      <Section title="Registries">
        {data.length === 0 ? (
          <EmptyState title="No registry logins">
            Public images need none. For private ones, add the login of the registry they come from.
          </EmptyState>
        ) : (
          <Table>
            <TableHead>
              <HeadCell>Name</HeadCell>
              <HeadCell>Registry</HeadCell>
              <HeadCell>User</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </TableHead>
            <TableBody>
              {data.map((registry) => (
                <Row key={registry.id}>
                  <Cell className="font-medium max-md:w-full">{registry.name}</Cell>
                  <Cell className="font-mono text-sm">{registry.host}</Cell>
                  <Cell className="text-sm">{registry.username}</Cell>
                  <Cell className="text-right max-md:ml-auto">
                    {may(ctx.actor, 'registry.delete') ? (
                      <RemoveButton
                        verb="Remove"
                        name={registry.name}
                        remove={removeRegistry.bind(null, registry.id)}
                      />
                    ) : null}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
        <Pager path="/settings/registries" cursor={cursor} nextCursor={nextCursor} what="registries" />
      </Section>
    </>
  )
}

export default RegistriesPage
