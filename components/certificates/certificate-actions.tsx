'use client'

import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { CertificateDialog } from './certificate-dialog'

interface CertificateActionsProps {
  name: string
  /** Domains that it serves now. */
  served: readonly string[]
  replace?: (input: unknown) => Promise<ActionResult<null>>
  remove?: () => Promise<ActionResult<null>>
}

/** What can be done with one certificate of the list. */
export const CertificateActions = ({ name, served, replace, remove }: CertificateActionsProps) => (
  <span className="inline-flex gap-1">
    {replace ? (
      <CertificateDialog
        replaced={{ name }}
        save={replace}
        opener={(open) => (
          <Button look="quiet" onClick={open}>
            Replace<span className="sr-only"> {name}</span>
          </Button>
        )}
      />
    ) : null}
    {remove ? <DeleteCertificate name={name} served={served} remove={remove} /> : null}
  </span>
)

interface DeleteProps {
  name: string
  served: readonly string[]
  remove: () => Promise<ActionResult<null>>
}

const DeleteCertificate = ({ name, served, remove }: DeleteProps) => {
  const [open, setOpen] = useState(false)
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const change = (next: boolean) => {
    setOpen(next)
    setMessage(null)
  }
  const go = () =>
    startTransition(async () => {
      const result = await remove().catch(() => null)
      if (result?.ok) setOpen(false)
      else setMessage(result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.')
    })
  const consequence =
    served.length === 0
      ? 'No domain is served with it. Its private key is forgotten with it.'
      : `It serves ${served.join(', ')}. Where no other certificate is for them, HTTPS ends there at once and users reach them by plain HTTP only. Its private key is forgotten with it.`
  return (
    <>
      <Button look="quiet" onClick={() => change(true)}>
        Delete<span className="sr-only"> {name}</span>
      </Button>
      <Dialog open={open} onOpenChange={change} title={`Delete ${name}?`} description={consequence}>
        {message ? (
          <Notice tone="warn" live>
            {message}
          </Notice>
        ) : null}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button look="danger" pending={pending} onClick={go}>
            {pending ? 'Deleting…' : 'Delete certificate'}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
