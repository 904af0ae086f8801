import { describe, expect, it } from 'vitest'
import { newPasswordSchema, passwordFaults, strengthWord } from '@/core/access/password-rules'

describe('the shape of a new password', () => {
  it.each([
    ['fifteen letters', 'abcdefghijklmno'],
    ['words and spaces', 'correct horse battery staple'],
    ['signs of every script, each counted once', '😀'.repeat(15)],
    ['a thousand characters', 'x'.repeat(1000)],
  ])('may be %s', (_, password) => {
    expect(newPasswordSchema.safeParse(password).success).toBe(true)
  })

  it.each([
    ['fourteen letters', 'abcdefghijklmn', /15 characters or more/],
    ['seven signs that take two places each', '😀'.repeat(14), /15 characters or more/],
    ['more than can be hashed at no cost', 'x'.repeat(1001), /1000 characters or less/],
  ])('may not be %s', (_, password, why) => {
    expect(newPasswordSchema.safeParse(password).error?.issues[0]?.message).toMatch(why)
  })
})

describe('the strength of a new password', () => {
  it('is enough from “strong” on, and is told in words', () => {
    const scores = [0, 1, 2, 3, 4] as const
    expect(scores.map((score) => passwordFaults({ score, hint: null }).length)).toEqual([1, 1, 1, 0, 0])
    expect(strengthWord({ score: 3, hint: null })).toBe('strong')
  })

  it('names the field and what would help', () => {
    expect(passwordFaults({ score: 1, hint: 'Dates are easy to guess.' }, 'next')).toEqual([
      { path: 'next', message: 'This password is easy to guess. Dates are easy to guess.' },
    ])
  })
})
