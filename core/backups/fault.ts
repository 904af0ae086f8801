import { NamedError } from '../named-error'

/** Why a place took no backup: a sentence with the remedy, and the field of the settings that it is about. Never a secret. */
export class BackupFault extends NamedError {
  protected static override readonly knownAs = 'BackupFault'
  override readonly name = 'BackupFault'
  /** As in core/backups/settings: `destination.folder`; null: none of them can put it right. */
  readonly field: string | null

  constructor(message: string, field: string | null, options?: { cause?: unknown }) {
    super(message, options)
    this.field = field
  }
}
