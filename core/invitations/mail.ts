import type { Role } from '../access/actor'
import { withArticle } from '../access/policy'
import { mailOfWords } from '../deliveries/mail'

interface Invited {
  team: string
  invitedBy: string
  role: Role
  /** Carries the secret. */
  link: string
  /** Where the dashboard is. */
  url: string
}

/** Asks somebody into a team. */
export const invitationMail = ({ team, invitedBy, role, link, url }: Invited) =>
  mailOfWords(
    {
      subject: `${invitedBy} invites you to ${team} on Gapless`,
      title: `Come into the team ${team}`,
      tone: 'plain',
      paragraphs: [
        {
          heading: `${invitedBy} invites you as ${withArticle(role)}.`,
          lines: [
            'Gapless is where the team deploys its apps and watches them.',
            'The link counts once and for 7 days. Whoever has it can come in with this address: keep it to yourself.',
          ],
          links: [{ label: 'Accept the invitation', url: link }],
        },
      ],
      rest: 'If you do not expect this, there is nothing to do: without you the invitation ends by itself.',
    },
    { text: 'Sent because somebody of the team gave this address.', url },
  )
