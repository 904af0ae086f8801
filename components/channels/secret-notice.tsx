import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'

/** A webhook's signing secret, this once. */
export const SecretNotice = ({ secret, children }: { secret: string; children?: React.ReactNode }) => (
  <Notice tone="good" live>
    <p className="font-medium">The signing secret is shown this once. Copy it to the receiver now.</p>
    {children ? <p className="mt-1">{children}</p> : null}
    <p className="mt-1 flex flex-wrap items-center gap-3">
      <code className="min-w-0 font-mono text-sm break-all">{secret}</code>
      <CopyButton text={secret} what="signing secret" label="Copy" />
    </p>
  </Notice>
)
