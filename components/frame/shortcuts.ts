/** Where `g` and a letter lead. */
export const places = [
  { key: 'a', href: '/apps', title: 'Apps' },
  { key: 'd', href: '/deployments', title: 'Deployments' },
  { key: 'm', href: '/monitors', title: 'Monitors' },
  { key: 'i', href: '/incidents', title: 'Incidents' },
  { key: 'h', href: '/hosts', title: 'Hosts' },
  { key: 's', href: '/settings', title: 'Settings' },
] as const

interface Shortcut {
  /** One after the other. */
  keys: readonly string[]
  does: string
}

/** Every key there is, for the page that lists them. */
export const shortcuts: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      { keys: ['Ctrl K'], does: 'Search and commands; on a Mac with Cmd' },
      { keys: ['?'], does: 'This list' },
      { keys: ['/'], does: 'To the filter or search of the page' },
      ...places.map(({ key, title }) => ({ keys: ['g', key], does: `Go to ${title}` })),
    ],
  },
  {
    title: 'On a focused row of a history',
    shortcuts: [
      { keys: ['r'], does: 'Redeploy its release' },
      { keys: ['Enter'], does: 'See what it changed' },
    ],
  },
  {
    title: 'In the question before a redeploy',
    shortcuts: [
      { keys: ['Enter'], does: 'Redeploy' },
      { keys: ['Esc'], does: 'Leave' },
    ],
  },
  {
    title: 'On a chart',
    shortcuts: [
      { keys: ['←', '→'], does: 'Read the moment before or after' },
      { keys: ['Home', 'End'], does: 'The first and the last moment' },
    ],
  },
]

const kept = 'gapless-single-keys'

/** Whether keys without Ctrl do anything: voice control and some screen readers need them not to. */
export const singleKeysWork = (): boolean => localStorage.getItem(kept) !== 'off'

export const keepSingleKeys = (work: boolean): void => {
  if (work) localStorage.removeItem(kept)
  else localStorage.setItem(kept, 'off')
}
