import { describe, expect, it } from 'vitest'
import { readBody } from '@/app/_server/read-body'

const json = ['application/json']

const request = (body: BodyInit, type = 'application/json'): Request =>
  new Request('http://localhost/', { method: 'POST', body, headers: { 'content-type': type } })

const streamed = (chunks: Uint8Array[], onPull: () => void): Request =>
  new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    duplex: 'half',
    body: new ReadableStream<Uint8Array>({
      pull: (controller) => {
        onPull()
        const chunk = chunks.shift()
        if (chunk) controller.enqueue(chunk)
        else controller.close()
      },
    }),
  } as RequestInit)

describe('a body', () => {
  it('is read as JSON, whatever the type is followed by', async () => {
    const body = await readBody(request('{"a":"ä"}', 'Application/JSON; charset=utf-8'), json)
    expect(body).toEqual({ text: '{"a":"ä"}', value: { a: 'ä' } })
  })

  it('may be absent', async () => {
    const body = await readBody(new Request('http://localhost/', { method: 'POST' }), json)
    expect(body.value).toBeUndefined()
  })

  it('must say that it is JSON', async () => {
    await expect(readBody(request('{}', 'text/plain'), json)).rejects.toMatchObject({ kind: 'unsupported_media_type' })
    await expect(readBody(request('{}', 'application/merge-patch+json'), json)).rejects.toMatchObject({
      kind: 'unsupported_media_type',
    })
  })

  it('must be JSON', async () => {
    await expect(readBody(request('{"a":'), json)).rejects.toMatchObject({ kind: 'malformed', code: 'malformed_json' })
  })

  it('must be UTF-8', async () => {
    await expect(readBody(request(new Uint8Array([0x22, 0xff, 0x22])), json)).rejects.toMatchObject({
      code: 'malformed_text',
    })
  })

  it('may be cut anywhere, within a character too', async () => {
    const bytes = new TextEncoder().encode('{"a":"€"}')
    const chunks = [...bytes].map((byte) => new Uint8Array([byte]))
    expect(
      (
        await readBody(
          streamed(chunks, () => undefined),
          json,
        )
      ).value,
    ).toEqual({ a: '€' })
  })

  it('is not read on once it is longer than 2 MB', async () => {
    let pulls = 0
    const chunks = Array<Uint8Array>(100).fill(new Uint8Array(1024 * 1024).fill(0x20))
    const reading = readBody(
      streamed(chunks, () => {
        pulls += 1
      }),
      json,
    )
    await expect(reading).rejects.toMatchObject({ kind: 'too_large' })
    expect(pulls).toBeLessThan(10)
  })

  it('must not nest too deeply, and brackets in strings do not count', async () => {
    await expect(readBody(request('['.repeat(100_000)), json)).rejects.toMatchObject({ code: 'nested_too_deeply' })
    await expect(readBody(request(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`), json)).rejects.toMatchObject({
      code: 'nested_too_deeply',
    })
    const text = JSON.stringify({ a: '[{"'.repeat(100) })
    expect((await readBody(request(text), json)).value).toEqual({ a: '[{"'.repeat(100) })
  })

  it('must not have a million values', async () => {
    await expect(readBody(request(`[${'0,'.repeat(900_000)}0]`), json)).rejects.toMatchObject({
      code: 'too_many_values',
    })
    const text = JSON.stringify([','.repeat(100_000)])
    expect((await readBody(request(text), json)).text).toBe(text)
  })
})
