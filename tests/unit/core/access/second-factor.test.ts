import { describe, expect, it } from 'vitest'
import { readCode, recoveryCodeBytes, recoveryCodeFrom } from '@/core/access/second-factor'

describe('what is typed as a second factor', () => {
  it.each([
    ['123456', 'app', '123456'],
    [' 123 456 ', 'app', '123456'],
    ['12345', 'recovery', '12345'],
    ['0K3M-9XQA-0K3M-9XQA', 'recovery', '0k3m9xqa0k3m9xqa'],
    ['0k3m 9xqa 0k3m 9xqa', 'recovery', '0k3m9xqa0k3m9xqa'],
  ] as const)('%j is of kind %s', (typed, kind, code) => {
    expect(readCode(typed)).toEqual({ kind, code })
  })
})

describe('a recovery code', () => {
  it('is made of all its bytes, in groups', () => {
    const bytes = Uint8Array.from({ length: recoveryCodeBytes }, (_, index) => index)
    expect(recoveryCodeFrom(bytes)).toBe('0123-4567-89ab-cdef')
    expect(recoveryCodeFrom(bytes.map((byte) => byte + 224))).toBe('0123-4567-89ab-cdef')
  })
})
