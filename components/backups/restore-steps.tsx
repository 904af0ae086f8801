import { CodeBlock } from '@/components/ui/code-block'

interface RestoreStepsProps {
  /** Of the newest backup, or of one by the name it would have. */
  commands: string
  /** Short names of the keys that open what is secret. */
  keyIds: readonly string[]
  /** The key is in the backups, sealed by the passphrase. */
  withKey: boolean
}

/** How a backup is brought back, with the very commands. */
export const RestoreSteps = ({ commands, keyIds, withKey }: RestoreStepsProps) => (
  <div className="flex max-w-3xl flex-col gap-3">
    <ol className="flex list-decimal flex-col gap-1 pl-5">
      <li>Install this version of Gapless or a later one on a machine that reaches your hosts. Do not start it.</li>
      <li>
        {withKey ? (
          <>Write the passphrase into a file that only you can read, and name it in place of PASSPHRASE_FILE.</>
        ) : (
          <>
            Put the old <code className="font-mono">secrets.json</code> into{' '}
            <code className="font-mono">/srv/gapless</code>, or set{' '}
            <code className="font-mono">GAPLESS_ENCRYPTION_KEY</code>: what is secret in a backup of now opens with the
            key <code className="font-mono">{keyIds.join(', ')}</code>.
          </>
        )}
      </li>
      <li>Run this in the folder of Gapless. Apps that serve go on serving, and everybody signs in again.</li>
    </ol>
    <CodeBlock code={commands} what="commands that restore the backup" />
  </div>
)
