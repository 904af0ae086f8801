'use client'

import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { CertificateDialog } from './certificate-dialog'

/** Adds a certificate to the team's. */
export const AddCertificate = ({ add }: { add: (input: unknown) => Promise<ActionResult<null>> }) => (
  <CertificateDialog
    save={add}
    opener={(open) => (
      <Button look="primary" onClick={open}>
        Add certificate
      </Button>
    )}
  />
)
