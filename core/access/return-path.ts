/** Where one goes after signing in when nothing else was wanted. */
const homePath = '/apps'

/** What belongs to the frame of Next and not to the page that was wanted. */
const ownNames = ['_rsc']

/**
 * The page of ours that somebody wanted before signing in: a path with its query. Whatever leads elsewhere, or to no page,
 * is the start page.
 */
export const returnPath = (wanted: string | null | undefined): string => {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, origin)) return homePath
  const url = new URL(wanted, origin)
  // `/.//elsewhere` stays on the origin, but what is left of its path, `//elsewhere`, by itself names a host.
  if (url.origin !== origin || /^\/($|\/|api\/|_next\/|(sign-in|live)(\/|$))/.test(url.pathname)) return homePath
  for (const name of ownNames) url.searchParams.delete(name)
  return `${url.pathname}${url.search}`
}

/** Any origin will do: a path stays on it, what leads elsewhere does not. */
const origin = 'http://here.invalid'

/** The sign-in page, or a further step of signing in, that leads back to there. */
export const signInPath = (wanted: string | null | undefined, page = '/sign-in'): string => {
  const back = returnPath(wanted)
  return back === homePath ? page : `${page}?to=${encodeURIComponent(back)}`
}
