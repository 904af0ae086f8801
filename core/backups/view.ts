/** A backup as the operator sees it. Times are ISO. */
export interface BackupView {
  id: string
  trigger: string
  destination: string
  status: string
  file: string | null
  bytes: number | null
  error: string | null
  startedAt: string
  finishedAt: string | null
}
