import type { InstanceContext } from '@/services/context'

/** What visitors' requests are answered with: nobody is signed in. */
export type PublicContext = Pick<
  InstanceContext,
  'instanceDb' | 'clock' | 'signer' | 'instance' | 'schedule' | 'mailer'
>

/** A name for something that visitors see, the same every time, from which nothing of it can be learnt. */
export const publicKey = ({ signer }: Pick<PublicContext, 'signer'>, id: string): string =>
  signer.sign('status page', id).slice(0, 12)
