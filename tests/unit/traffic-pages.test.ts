import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test.each([404, 502, 503, 504])('the page for %i states its length and status', (status) => {
  const page = readFileSync(
    new URL(`../../docker/proxy/rootfs/usr/local/share/gapless/${status}.http`, import.meta.url),
    'utf8',
  )
  const [head = '', body = ''] = page.split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toContain(`\r\nContent-Length: ${Buffer.byteLength(body)}`)
  expect(body).toContain(`${status} &middot; Gapless`)
})
