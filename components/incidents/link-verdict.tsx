import Link from 'next/link'
import { Button } from '@/components/ui/button'

type LinkVerdictProps = { incidentId: string } /** `hasTeams`: it may be another one's of the person's teams. */ & (
  | { reason: 'expired' | 'unknown'; hasTeams: boolean }
  | { reason: 'used'; deploymentId: string }
  | { reason: 'impossible'; why: string }
)

/** Why a rollback link of an alert offers nothing, and where to go from here. */
export const LinkVerdict = (props: LinkVerdictProps) => {
  const { title, text, next } = wordsOf(props)
  return (
    <div className="flex max-w-2xl flex-col items-start gap-3">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p className="max-w-prose text-muted">{text}</p>
      <Button asChild look="primary">
        <Link href={next.href}>{next.words}</Link>
      </Button>
    </div>
  )
}

const wordsOf = (props: LinkVerdictProps): { title: string; text: string; next: { href: string; words: string } } => {
  const incident = { href: `/incidents/${props.incidentId}`, words: 'Open the incident' }
  switch (props.reason) {
    case 'expired':
      return {
        title: 'This link has expired.',
        text: 'Links of alerts are good for a day. Nothing was changed; the incident’s page still offers to go back where that is possible.',
        next: incident,
      }
    case 'unknown':
      return {
        title: 'This link leads to no incident.',
        text: `It may have been cut off by a mail program, or its monitor was deleted. Nothing was changed.${props.hasTeams ? ' If the alert is about another of your teams, choose that team above and open the link again.' : ''}`,
        next: { href: '/incidents', words: 'Open the incidents' },
      }
    case 'used':
      return {
        title: 'This was gone back from already.',
        text: 'Somebody, or Gapless by itself, has started the rollback. Nothing more is needed.',
        next: { href: `/deployments/${props.deploymentId}`, words: 'Watch the rollback' },
      }
    case 'impossible':
      return {
        title: 'Going back is not possible any more.',
        text: `${props.why} Nothing was changed.`,
        next: incident,
      }
  }
}
