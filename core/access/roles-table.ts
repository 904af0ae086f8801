import { actionTitles } from './action-titles'
import { type Role, roles } from './actor'
import { type Action, lowestRole, roleAtLeast } from './policy'

/** Who may do one thing. */
export interface RolesRow {
  title: string
  /** The lowest role that may. */
  from: Role
  may: Record<Role, boolean>
}

export interface RolesGroup {
  title: string
  rows: RolesRow[]
}

const isAction = (name: string): name is Action => name in lowestRole

/** The one table of who may do what, made from the policy itself. */
export const rolesTable = (): RolesGroup[] =>
  Object.entries(actionTitles).map(([title, actions]) => ({
    title,
    rows: Object.entries(actions).flatMap(([action, words]) =>
      isAction(action) ? [{ title: words, from: lowestRole[action], may: whoMay(lowestRole[action]) }] : [],
    ),
  }))

const whoMay = (from: Role): Record<Role, boolean> => ({
  owner: roleAtLeast('owner', from),
  admin: roleAtLeast('admin', from),
  developer: roleAtLeast('developer', from),
  viewer: roleAtLeast('viewer', from),
})

/** What each role is for, in a sentence. */
export const roleSentences: Record<Role, string> = {
  owner: 'Does everything in the team, and decides who else is an owner.',
  admin: 'Manages people, hosts, registries and the status page. Touches no owner.',
  developer: 'Adds and changes apps, deploys, and looks after monitors and alerts.',
  viewer: 'Looks at everything but values of env.',
}

/** What holds beside the table. */
export const roleNotes: readonly string[] = [
  'Nobody gives a role above their own, or changes, removes or invites somebody of a higher one.',
  'A team keeps at least one owner: the last one can neither leave nor become anything else.',
  'Developers and viewers can be let into some apps only. They then see and do nothing of the others, add no apps, and change no channels, as those are told of every app.',
  'A token does no more than who made it: when a person leaves, or gets a lower role or fewer apps, their tokens that would reach further are revoked, as are their open invitations.',
  'The operator of the instance is apart from roles: the first owner, and whoever is named at its machine by bin/gapless operator EMAIL. The last one stays, and in a team. Only an operator adds hosts on sockets and private addresses, lets a team use a host, makes a new team, and changes settings of the instance.',
]

/** The same as Markdown, for docs/roles.md. */
export const rolesDocument = (): string => {
  const head = roles.join(' | ')
  const groups = rolesTable().flatMap(({ title, rows }) => [
    `## ${title}`,
    '',
    `| | ${head} |`,
    `| --- | ${roles.map(() => ':---:').join(' | ')} |`,
    ...rows.map((row) => `| ${row.title} | ${roles.map((role) => (row.may[role] ? '✓' : '')).join(' | ')} |`),
    '',
  ])
  return [
    '# Roles: who may do what',
    '',
    'Made from `core/access/policy.ts` by `npm run roles`; a test holds the two against each other. The dashboard shows',
    'the same under Settings, Roles.',
    '',
    ...roles.map((role) => `- **${role}**: ${roleSentences[role]}`),
    '',
    ...roleNotes.map((note) => `- ${note}`),
    '',
    ...groups,
  ].join('\n')
}
