import { PasswordField } from '@/components/forms/password-field'
import { TextField } from '@/components/forms/text-field'
import type { Form } from '@/components/forms/use-form'
import type { BackupDraft } from '@/core/backups/draft'

interface S3FieldsProps {
  form: Pick<Form<BackupDraft>, 'draft' | 'error' | 'change'>
  hasSecret: boolean
}

/** Where S3-compatible storage is, and what it is opened with. */
export const S3Fields = ({ form: { draft, error, change }, hasSecret }: S3FieldsProps) => {
  const common = { isMono: true, autoComplete: 'off', autoCapitalize: 'none' } as const
  return (
    <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
      <TextField
        {...common}
        id="backup-endpoint"
        label="Endpoint"
        placeholder="https://s3.eu-central-1.amazonaws.com"
        hint="Amazon S3, MinIO or another; a private address is fine."
        value={draft.endpoint}
        error={error('destination.endpoint')}
        onChange={(endpoint) => change({ endpoint })}
      />
      <TextField
        {...common}
        id="backup-region"
        label="Region"
        placeholder="eu-central-1"
        hint="MinIO: us-east-1 unless set otherwise."
        value={draft.region}
        error={error('destination.region')}
        onChange={(region) => change({ region })}
      />
      <TextField
        {...common}
        id="backup-bucket"
        label="Bucket"
        placeholder="gapless-backups"
        hint="It has to be there."
        value={draft.bucket}
        error={error('destination.bucket')}
        onChange={(bucket) => change({ bucket })}
      />
      <TextField
        {...common}
        id="backup-prefix"
        label="Prefix"
        placeholder="none"
        hint="Put before each name, with a slash."
        value={draft.prefix}
        error={error('destination.prefix')}
        onChange={(prefix) => change({ prefix })}
      />
      <TextField
        {...common}
        id="backup-access-key-id"
        label="Access key ID"
        value={draft.accessKeyId}
        error={error('destination.accessKeyId')}
        onChange={(accessKeyId) => change({ accessKeyId })}
      />
      <PasswordField
        id="backup-secret-access-key"
        label="Secret access key"
        autoComplete="off"
        hint={hasSecret ? 'Left empty, it stays as it is.' : 'Sealed at rest and never shown again.'}
        value={draft.secretAccessKey}
        error={error('secretAccessKey')}
        onChange={(secretAccessKey) => change({ secretAccessKey })}
      />
    </div>
  )
}
