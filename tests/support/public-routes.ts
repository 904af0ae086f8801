import * as serviceBadge from '@/app/status/[slug]/[service]/badge.svg/route'
import * as pageBadge from '@/app/status/[slug]/badge.svg/route'
import * as feed from '@/app/status/[slug]/feed.xml/route'
import * as page from '@/app/status/[slug]/route'
import * as subscribing from '@/app/status/[slug]/subscribe/route'
import * as confirming from '@/app/subscription/confirm/route'
import * as unsubscribing from '@/app/subscription/unsubscribe/route'

const origin = 'http://localhost:3000'

/** The pages for visitors, called as Next would call them. */
export const visit = {
  page: (slug: string, headers: Record<string, string> = {}) =>
    page.GET(new Request(`${origin}/status/${slug}`, { headers }), { params: Promise.resolve({ slug }) }),
  feed: (slug: string) =>
    feed.GET(new Request(`${origin}/status/${slug}/feed.xml`), { params: Promise.resolve({ slug }) }),
  badge: (slug: string, service?: string) =>
    service === undefined
      ? pageBadge.GET(new Request(`${origin}/status/${slug}/badge.svg`), { params: Promise.resolve({ slug }) })
      : serviceBadge.GET(new Request(`${origin}/status/${slug}/${service}/badge.svg`), {
          params: Promise.resolve({ slug, service }),
        }),
  subscribe: (slug: string, email: string, headers: Record<string, string> = {}) =>
    subscribing.POST(
      new Request(`${origin}/status/${slug}/subscribe`, {
        method: 'POST',
        headers: { 'x-forwarded-for': '198.51.100.7', ...headers },
        body: new URLSearchParams({ email }),
      }),
      { params: Promise.resolve({ slug }) },
    ),
  /** A link from a mail, opened (GET) or pressed (POST). */
  follow: (link: string, method: 'GET' | 'POST', body?: URLSearchParams) => {
    const { confirm, unsubscribe } = { confirm: confirming, unsubscribe: unsubscribing }
    const routes = new URL(link).pathname === '/subscription/confirm' ? confirm : unsubscribe
    return routes[method](new Request(link, { method, ...(body ? { body } : {}) }), { params: Promise.resolve({}) })
  },
}
