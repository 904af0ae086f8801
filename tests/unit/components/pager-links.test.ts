import { describe, expect, it } from 'vitest'
import { pagerLinks } from '@/components/frame/pager-links'

const path = '/settings/members'

describe('the links of a list that has pages', () => {
  it('lead nowhere where everything is on one', () => {
    expect(pagerLinks({ path, cursor: null, nextCursor: null })).toEqual({ newest: null, older: null })
  })

  it('lead to what is older, and back, and keep what the list is narrowed to', () => {
    const filter = { text: 'a b', by: undefined }
    expect(pagerLinks({ path, filter, cursor: 'one', nextCursor: 'two' })).toEqual({
      newest: `${path}?text=a+b`,
      older: `${path}?text=a+b&cursor=two`,
    })
    expect(pagerLinks({ path, cursor: 'one', nextCursor: null })).toEqual({ newest: path, older: null })
  })

  it('turn the pages of one of two lists, and leave the other where it is', () => {
    const list = { path, param: 'invitations', cursor: 'one', nextCursor: 'two' }
    expect(pagerLinks({ ...list, filter: { cursor: 'members-there' } })).toEqual({
      newest: `${path}?cursor=members-there`,
      older: `${path}?cursor=members-there&invitations=two`,
    })
    expect(pagerLinks({ ...list, filter: { cursor: null } }).older).toBe(`${path}?invitations=two`)
  })
})
