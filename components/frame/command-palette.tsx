'use client'

import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { Dialog as Primitive, VisuallyHidden } from 'radix-ui'
import { type ReactNode, useState, useTransition } from 'react'
import type { ActionResult } from '@/core/action-result'
import { places } from './shortcuts'
import { type FoundApp, type FoundMonitor, useFound } from './use-found'
import { chooseTheme } from './use-theme'

export interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Pages besides the places of the rail, as far as this person may use them. */
  pages: readonly { href: string; title: string }[]
  /** Left out for those who may not deploy. */
  deploy?: (appId: string) => Promise<ActionResult<{ deploymentId: string }>>
  /** Left out for those who may not pause monitors. */
  setEnabled?: (monitorIds: readonly string[], enabled: boolean) => Promise<ActionResult<number>>
  signOut: () => void
}

const itemLook =
  'control flex cursor-default items-center gap-2 rounded-sm px-2 select-none data-[selected=true]:bg-hover aria-disabled:opacity-60'

/** Goes anywhere and does what is done often, by its name. */
export const CommandPalette = ({ open, onOpenChange, pages, deploy, setEnabled, signOut }: PaletteProps) => {
  const router = useRouter()
  const [text, setText] = useState('')
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const { apps, monitors } = useFound(text, open)
  const close = () => {
    onOpenChange(false)
    setText('')
    setMessage(null)
  }
  const go = (href: string) => () => {
    close()
    router.push(href)
  }
  const start = (app: FoundApp) => () =>
    startTransition(async () => {
      const result = await deploy?.(app.id).catch(() => null)
      if (result?.ok) go(`/deployments/${result.data.deploymentId}`)()
      else setMessage(result?.message ?? 'No answer came from Gapless. Look under Deployments whether it has started.')
    })
  const toggle =
    ({ id, name, enabled }: FoundMonitor) =>
    () =>
      startTransition(async () => {
        const result = await setEnabled?.([id], !enabled).catch(() => null)
        setMessage(
          result?.ok
            ? `${name} is ${enabled ? 'paused' : 'checked again'}.`
            : (result?.message ?? 'No answer came from Gapless. Look under Monitors how it stands.'),
        )
      })
  return (
    <Primitive.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[#0008]" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-md border border-line bg-surface shadow-xl"
        >
          <VisuallyHidden.Root>
            <Primitive.Title>Search and commands</Primitive.Title>
          </VisuallyHidden.Root>
          <Command label="Search and commands" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="An app, a monitor, a page, or what to do"
              className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5" aria-busy={pending}>
              <Command.Empty className="px-2 py-6 text-center text-muted">Nothing is called that.</Command.Empty>
              {apps.map((app) => (
                <Group key={app.id} title={app.name}>
                  <Item id={app.id} does={`Open ${app.name}`} note={app.domain} onSelect={go(`/apps/${app.id}`)} />
                  {deploy && app.hasImage ? (
                    <Item
                      id={app.id}
                      does={`Deploy ${app.name}`}
                      note={pending ? 'starting…' : 'as it is set now'}
                      onSelect={start(app)}
                    />
                  ) : null}
                  <Item
                    id={app.id}
                    does={deploy ? `Redeploy a release of ${app.name}` : `Deployment history of ${app.name}`}
                    onSelect={go(`/apps/${app.id}/deployments`)}
                  />
                  <Item id={app.id} does={`Logs of ${app.name}`} onSelect={go(`/apps/${app.id}/logs`)} />
                </Group>
              ))}
              {monitors.map((monitor) => (
                <Group key={monitor.id} title={`Monitor ${monitor.name}`}>
                  <Item
                    id={monitor.id}
                    does={`Open monitor ${monitor.name}`}
                    onSelect={go(`/monitors/${monitor.id}`)}
                  />
                  {setEnabled ? (
                    <Item
                      id={monitor.id}
                      does={`${monitor.enabled ? 'Pause' : 'Resume'} monitor ${monitor.name}`}
                      onSelect={toggle(monitor)}
                    />
                  ) : null}
                </Group>
              ))}
              <Group title="Go to">
                {[...places, ...pages].map(({ href, title }) => (
                  <Item key={href} id={href} does={title} onSelect={go(href)} />
                ))}
              </Group>
              <Group title="Theme">
                <Item id="theme" does="Light theme" onSelect={() => chooseTheme('light')} />
                <Item id="theme" does="Dark theme" onSelect={() => chooseTheme('dark')} />
                <Item id="theme" does="Theme as the system" onSelect={() => chooseTheme('system')} />
              </Group>
              <Group title="Account">
                <Item id="account" does="Sign out" onSelect={signOut} />
              </Group>
            </Command.List>
            <p role="status" className="px-4 text-sm text-warn empty:hidden">
              {message}
            </p>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <Command.Group
    heading={title}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-muted"
  >
    {children}
  </Command.Group>
)

const Item = ({
  id,
  does,
  note,
  onSelect,
}: {
  id: string
  does: string
  note?: string | null
  onSelect: () => void
}) => (
  // The id keeps two apps of similar names apart; one finds by the words.
  <Command.Item value={`${does} ${id}`} keywords={note ? [note] : []} onSelect={onSelect} className={itemLook}>
    <span className="min-w-0 flex-1 truncate">{does}</span>
    {note ? <span className="truncate text-sm text-muted">{note}</span> : null}
  </Command.Item>
)
