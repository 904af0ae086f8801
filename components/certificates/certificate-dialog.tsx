'use client'

import { type ReactNode, useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { ActionResult } from '@/core/action-result'
import { certificateSchema } from '@/core/certificates/schema'
import { validateWith } from '@/core/forms/validate'
import { PemField } from './pem-field'

interface CertificateDialogProps {
  /** The certificate that is replaced; absent: a new one. */
  replaced?: { name: string }
  opener: (open: () => void) => ReactNode
  save: (input: unknown) => Promise<ActionResult<null>>
}

/** Adds a certificate with its key, or puts a renewed one in its place. */
export const CertificateDialog = ({ replaced, opener, save }: CertificateDialogProps) => {
  const [open, setOpen] = useState(false)
  const title = replaced ? `Replace ${replaced.name}` : 'Add a certificate'
  const description = replaced
    ? 'The new one takes its place at once, on every host and without a reload. No connection is broken off.'
    : 'Domains of your apps that it is for are served by HTTPS at once.'
  return (
    <>
      {opener(() => setOpen(true))}
      <Dialog open={open} onOpenChange={setOpen} title={title} description={description}>
        <CertificateForm {...(replaced ? { replaced } : {})} save={save} leave={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

interface FormProps {
  replaced?: { name: string }
  save: CertificateDialogProps['save']
  leave: () => void
}

const CertificateForm = ({ replaced, save, leave }: FormProps) => {
  const form = useForm({
    initial: { name: replaced?.name ?? '', certificate: '', privateKey: '' },
    validate: (draft) => validateWith(certificateSchema, draft),
    submit: save,
    onDone: leave,
  })
  const { draft, change, error } = form
  return (
    <form onSubmit={form.onSubmit} noValidate>
      {replaced ? null : (
        <TextField
          id="certificate-name"
          label="Name"
          hint="To recognise it by."
          placeholder="shop"
          value={draft.name}
          error={error('name')}
          onChange={(name) => change({ name })}
        />
      )}
      <PemField
        id="certificate-chain"
        label="Certificate"
        hint="With its chain: your own first, each below the one it issued."
        placeholder="-----BEGIN CERTIFICATE-----"
        value={draft.certificate}
        error={error('certificate')}
        onChange={(certificate) => change({ certificate })}
      />
      <PemField
        id="certificate-key"
        label="Private key"
        hint="Kept encrypted, never shown again. Without a passphrase."
        placeholder="-----BEGIN PRIVATE KEY-----"
        value={draft.privateKey}
        error={error('privateKey')}
        onChange={(privateKey) => change({ privateKey })}
      />
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : replaced ? 'Replace' : 'Add certificate'}
        </Button>
        <Button onClick={leave}>Cancel</Button>
      </FormFoot>
    </form>
  )
}
