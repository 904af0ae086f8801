import Link from 'next/link'
import { SignInHead } from '@/components/frame/sign-in-head'
import { Button } from '@/components/ui/button'

/** For a link that leads nowhere any more. `again`: where one asks for another. */
export const LinkOver = ({ again }: { again: string }) => (
  <>
    <SignInHead title="This link is over">
      It was used already, or its time is up. Links count once and for a few minutes, so that nobody else can use them.
    </SignInHead>
    <div className="mt-6 flex flex-col gap-2">
      <Button asChild look="primary">
        <Link href={again}>Ask for a new one</Link>
      </Button>
      <Button asChild look="quiet">
        <Link href="/sign-in">Back to signing in</Link>
      </Button>
    </div>
  </>
)
