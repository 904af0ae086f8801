import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actionTitles } from '@/core/access/action-titles'
import { type Actor, systemActor } from '@/core/access/actor'
import { leavesNoOwner, mayBeRestricted, whyNotGrant, whyNotManage } from '@/core/access/member-rules'
import { lowestRole, may, whyNot } from '@/core/access/policy'
import { rolesDocument } from '@/core/access/roles-table'
import { isSameAccess } from '@/core/access/same-access'

const actor = (part: Partial<Actor>): Actor => ({ ...systemActor('team'), type: 'user', ...part })

describe('the table of roles', () => {
  it('is in the docs as it is made from the policy (npm run roles writes it)', () => {
    expect(readFileSync(join(import.meta.dirname, '../../../../docs/roles.md'), 'utf8')).toBe(rolesDocument())
  })

  it('has every action once', () => {
    const titled = Object.values(actionTitles).flatMap((group) => Object.keys(group))
    expect(titled.toSorted()).toEqual(Object.keys(lowestRole).toSorted())
  })
})

describe('managing people', () => {
  it.each([
    ['owner', 'owner', null],
    ['admin', 'admin', null],
    ['admin', 'viewer', null],
    ['admin', 'owner', 'You are an admin of this team; what concerns an owner is decided by owners only.'],
  ] as const)('%s about %s', (own, theirs, why) => {
    expect(whyNotManage(own, theirs)).toBe(why)
  })

  it('gives no role above one’s own', () => {
    expect(whyNotGrant('admin', 'owner')).toMatch(/no role above your own/)
    expect(whyNotGrant('admin', 'admin')).toBeNull()
    expect(whyNotGrant('owner', 'owner')).toBeNull()
  })

  it.each([
    [1, 'owner', 'admin', true],
    [1, 'owner', null, true],
    [1, 'owner', 'owner', false],
    [2, 'owner', null, false],
    [1, 'admin', null, false],
  ] as const)('with %i owners, %s to %s leaves none: %s', (owners, from, to, leaves) => {
    expect(leavesNoOwner(owners, from, to)).toBe(leaves)
  })

  it('restricts developers and viewers only', () => {
    expect((['owner', 'admin', 'developer', 'viewer'] as const).filter(mayBeRestricted)).toEqual([
      'developer',
      'viewer',
    ])
  })
})

describe('somebody who is let into some apps', () => {
  const restricted = actor({ role: 'developer', appIds: ['one'] })

  it('does to them what the role says', () => {
    expect(may(restricted, 'deployment.start')).toBe(true)
    expect(may(restricted, 'app.delete')).toBe(false)
  })

  it('does nothing that reaches the others, and is told why', () => {
    expect(whyNot(restricted, 'app.create')).toBe(
      'You are let into some apps of this team only; to create apps takes access to all of them.',
    )
    expect(may(restricted, 'channel.update')).toBe(false)
    expect(may(actor({ role: 'developer' }), 'app.create')).toBe(true)
  })
})

describe('the same access', () => {
  const before = actor({ role: 'developer', appIds: ['one', 'two'] })

  it.each([
    ['in another order', { appIds: ['two', 'one'] }, true],
    ['under another name', { name: 'Grace' }, true],
    ['with an app less', { appIds: ['one'] }, false],
    ['with another app', { appIds: ['one', 'three'] }, false],
    ['with all apps', { appIds: null }, false],
    ['as a viewer', { role: 'viewer' }, false],
    ['in another team', { teamId: 'other' }, false],
  ] as const)('%s', (_, part, is) => {
    expect(isSameAccess(before, { ...before, ...part })).toBe(is)
  })
})
