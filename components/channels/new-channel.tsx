'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { ActionResult } from '@/core/action-result'
import type { ChannelType } from '@/core/channels/schema'
import { ChannelForm } from './channel-form'
import { SecretNotice } from './secret-notice'

/** A channel that was just made; a webhook's secret is in it this once. */
export interface MadeChannel {
  id: string
  name: string
  type: ChannelType
  enabled: boolean
  secret?: string
}

interface NewChannelProps {
  label: string
  look?: 'primary' | 'plain'
  create: (input: unknown) => Promise<ActionResult<MadeChannel>>
  /** Told when it is there; of a webhook once its secret has been seen. */
  onMade: (channel: MadeChannel) => void
}

/** Makes a channel without leaving the page, for a list of channels as for a form that needs one. */
export const NewChannel = ({ label, look = 'plain', create, onMade }: NewChannelProps) => {
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<MadeChannel | null>(null)
  const finish = (channel: MadeChannel) => {
    setOpen(false)
    setMade(null)
    onMade(channel)
  }
  const change = (next: boolean) => {
    if (!next && made) finish(made)
    else setOpen(next)
  }
  const onSaved = (channel: MadeChannel) => {
    if (channel.secret === undefined) finish(channel)
    else setMade(channel)
  }
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden /> {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={made ? `${made.name} is added` : 'New channel'}
        description={
          made
            ? 'Messages to it are signed, so that it can tell that they are ours.'
            : 'A place to tell people: of incidents, and of deployments.'
        }
      >
        {made?.secret ? (
          <>
            <SecretNotice secret={made.secret} />
            <div className="mt-5 flex justify-end">
              <Button look="primary" onClick={() => finish(made)}>
                Done
              </Button>
            </div>
          </>
        ) : (
          <ChannelForm existing={null} save={create} onSaved={onSaved} />
        )}
      </Dialog>
    </>
  )
}
