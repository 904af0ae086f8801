import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'

/** What came of sending an invitation. */
export interface SentLink {
  email: string
  link: string | null
  mailed: boolean
  mailError: string | null
}

/** Says that an invitation went, and shows its link, this once, where no mail took it along. */
export const SentNotice = ({ sent: { email, link, mailed, mailError } }: { sent: SentLink }) => (
  <div className="mt-4">
    <Notice tone={mailError ? 'warn' : 'good'} live>
      {mailed ? (
        <p>
          The invitation was mailed to <span className="font-medium wrap-anywhere">{email}</span>.
        </p>
      ) : (
        <>
          <p className="font-medium">
            {mailError
              ? `The mail to ${email} was not sent: ${mailError}`
              : `Give ${email} this link. It is shown this once.`}
          </p>
          {link && (
            <p className="mt-1 flex flex-wrap items-center gap-3">
              <code className="font-mono wrap-anywhere">{link}</code>
              <CopyButton text={link} what="link" label="Copy" />
            </p>
          )}
        </>
      )}
    </Notice>
  </div>
)
