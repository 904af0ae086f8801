/** Our own name of a release's image; what clean-up and redeploy go by. */
export const releaseTag = (instanceId: string, slug: string, number: number): string =>
  `gapless-${instanceId}/${slug}:v${number}`
