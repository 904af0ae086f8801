/** Two halves that meet without a gap. */
const Mark = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className="shrink-0">
    <path d="M10 1a9 9 0 0 0 0 18z" className="fill-text" />
    <path d="M10 1a9 9 0 0 1 0 18z" className="fill-accent" />
  </svg>
)

export const Wordmark = () => (
  <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
    <Mark /> Gapless
  </span>
)
