import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { Exhibit, placeOf } from '@/components/dev/exhibit'
import { ThemeMenu } from '@/components/frame/theme-menu'
import { PageHead } from '@/components/ui/section'
import { catalogue } from './catalogue'
import './overlays.css'

export const metadata: Metadata = { title: 'Components' }

/** Every primitive in all its states and in both themes, for those who build pages. No build has this page. */
const ComponentsPage = async () => {
  const theme = (await cookies()).get('theme')?.value
  return (
    <main className="mx-auto max-w-7xl px-4 pt-8 pb-24 md:px-8">
      <PageHead
        title="Components"
        lead="What pages are made of, in all states and in both themes."
        actions={<ThemeMenu atFirst={theme === 'light' || theme === 'dark' ? theme : 'system'} />}
      />
      <div className="gap-10 xl:grid xl:grid-cols-[8.5rem_minmax(0,1fr)]">
        <nav aria-label="Components" className="mb-8 xl:sticky xl:top-8 xl:self-start">
          <ul className="flex flex-wrap gap-x-4 xl:block">
            {catalogue.map(({ shown }) => (
              <li key={shown.title}>
                <a href={`#${placeOf(shown)}`} className="target text-sm text-muted hover:text-text hover:underline">
                  {shown.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex min-w-0 flex-col gap-12">
          {catalogue.map(({ shown, Content }) => (
            <Exhibit key={shown.title} shown={shown}>
              <Content />
            </Exhibit>
          ))}
        </div>
      </div>
    </main>
  )
}

export default ComponentsPage
