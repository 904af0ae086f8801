import { CodeBlock, CopyText } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { Case, Strip, WideCase } from './exhibit'

const digest = `sha256:${'4f9c2e17'.repeat(8)}`
const code = `app.get('/health', (request, response) => {
  response.status(isReady ? 200 : 503).json({ version: process.env.VERSION, since: startedAt.toISOString() })
})`

export const CodeBlocks = () => (
  <>
    <WideCase name="one line, longer than the box">
      <CodeBlock
        code="curl --fail --header 'Authorization: Bearer gap_…' https://gapless.example.com/api/v1/apps"
        what="command"
      />
    </WideCase>
    <WideCase name="a few lines">
      <CodeBlock code={code} what="health check" />
    </WideCase>
    <Case name="in a sentence">
      <p>
        v14 is <CopyText shown="4f9c2e174f9c" full={digest} what="digest" />, built 3 days ago.
      </p>
    </Case>
    <Case name="long text">
      <CopyText shown={digest} full={digest} what="digest" />
    </Case>
  </>
)

const copyButtons = [
  { name: 'with a word', shown: <CopyButton text={digest} what="digest" label="Copy" /> },
  { name: 'icon only', shown: <CopyButton text={digest} what="digest" /> },
]

export const CopyButtons = () => <Strip cases={copyButtons} />

const minute = 60_000
const ages = [
  { name: 'now', ms: 0 },
  { name: 'minutes', ms: 3 * minute },
  { name: 'days', ms: 3 * 24 * 60 * minute },
  { name: 'long ago', ms: 90 * 24 * 60 * minute },
  { name: 'to come', ms: -2.5 * 60 * minute },
] as const

export const Times = () => {
  const now = new Date()
  const timeOf = (ms: number) => <Time at={new Date(now.getTime() - ms).toISOString()} now={now.toISOString()} />
  return <Strip cases={ages.map(({ name, ms }) => ({ name, shown: timeOf(ms) }))} />
}
