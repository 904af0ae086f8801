import { clientIp } from '@/app/_server/client-ip'
import { formBody } from '@/app/_server/form-body'
import { publicRoute, said } from '@/app/_server/public-route'
import { forbidden } from '@/core/errors'
import { noticeHtml } from '@/core/status-pages/notice-html'
import { subscribe } from '@/services/status-pages/subscribe'

export const POST = publicRoute<{ slug: string }>(async ({ parts, params, request }) => {
  // Otherwise any page could have its visitors subscribe others, each from a network of their own.
  if (!['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site'))) {
    throw forbidden('This can be done from the status page only.')
  }
  const email = (await formBody(request)).get('email')
  const ip = clientIp(request.headers) ?? 'unknown'
  await subscribe(parts, { slug: params.slug, email, ip })
  const page = noticeHtml(
    'Look into your mail.',
    'We have sent you a mail with a link. Nothing more comes until you have opened it and confirmed.',
    { href: `/status/${params.slug}`, text: 'Back to the page' },
  )
  return said(200, page)
})
