import { mailOfWords } from '../deliveries/mail'
import { type LinkPurpose, linkPurposes } from './sign-in'

interface Linked {
  name: string
  /** Carries the secret. */
  link: string
  /** Where the dashboard is. */
  url: string
}

/** The mail that brings a link for signing in, or for another password. */
export const linkMail = (purpose: LinkPurpose, { name, link, url }: Linked) => {
  const minutes = linkPurposes[purpose].seconds / 60
  const isReset = purpose === 'password_reset'
  return mailOfWords(
    {
      subject: isReset ? 'Choose another password for Gapless' : 'Your link to sign in to Gapless',
      title: isReset ? 'Choose another password' : 'Sign in to Gapless',
      tone: 'plain',
      paragraphs: [
        {
          heading: `Hello ${name},`,
          lines: [
            isReset
              ? 'somebody, probably you, asked for another password. Choosing one signs you out everywhere.'
              : 'somebody, probably you, asked to sign in with this address.',
            `The link counts once and for ${minutes} minutes. Never pass it on: whoever has it is let in.`,
          ],
          links: [{ label: isReset ? 'Choose a password' : 'Sign in', url: link }],
        },
      ],
      rest: 'If it was not you, there is nothing to do: without the link nothing happens.',
    },
    { text: 'Sent because this address signs in here:', url },
  )
}
