import { beforeEach, describe, expect, it } from 'vitest'
import { Patience } from '@/services/deployments/patience'

let seconds: number
let patience: Patience

beforeEach(() => {
  seconds = 0
  patience = new Patience({ now: () => new Date(seconds * 1000), wait: async () => undefined })
})

describe('the patience of a deployment', () => {
  it('is there before anything is away, and for 30 s from then on', () => {
    expect(patience.isLeft).toBe(true)
    expect(patience.noteFault()).toBe(true)
    seconds = 29
    expect(patience.isLeft).toBe(true)
    seconds = 30
    expect(patience.isLeft).toBe(false)
  })

  it('is one for faults that follow one another, whatever answers in between', () => {
    for (const at of [0, 10, 20]) {
      seconds = at
      expect(patience.noteFault()).toBe(at === 0)
      patience.noteAnswer()
    }
    seconds = 35
    expect(patience.isLeft).toBe(false)
  })

  it('is there anew once all has gone well for 30 s', () => {
    patience.noteFault()
    patience.noteAnswer()
    seconds = 31
    expect(patience.isLeft).toBe(true)
    expect(patience.noteFault()).toBe(true)
    seconds = 60
    expect(patience.isLeft).toBe(true)
    seconds = 61
    expect(patience.isLeft).toBe(false)
  })

  it('ends with a host that lets us wait and then does not answer', () => {
    patience.noteFault()
    seconds = 130
    expect(patience.isLeft).toBe(false)
  })
})
