import { describe, expect, test } from 'vitest'
import { aShop } from '../../../../test/kit/cast.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { Instant } from '../../time.ts'

const remind = { verb: 'remind', kind: 'ship' } as const
const clock = (at: string) => ({ by: 'system' as const, tray: { at: at as Instant } })
const near = clock('2026-03-12T00:00:00.000Z')
const over = clock('2026-03-12T12:00:00.000Z')
const moved = { verb: 'extend', kind: 'ship', to: '2026-03-20T12:00:00.000Z' as Instant, why: 'On holiday' } as const

describe('remind', () => {
  test('only the clock reminds', () => {
    openExactlyTo(['system'], approved().then({ verb: 'note', note: null }, { by: 'agent', tray: near.tray }), remind)
  })

  test('says which deadline is near and whose it is, and changes nothing else', () => {
    const story = approved()
    const [event] = story.when(remind, near).events()
    expect(event).toMatchObject({
      type: 'due.neared',
      kind: 'ship',
      until: '2026-03-12T12:00:00.000Z',
      owner: 'shopper',
    })
    const { version, updatedAt, noticed, ...rest } = story.then(remind, near).ret
    expect(rest).toEqual({ ...story.ret, version: undefined, updatedAt: undefined, noticed: undefined })
    expect([version, updatedAt, noticed]).toEqual([
      story.ret.version + 1,
      near.tray.at,
      { ship: { neared: '2026-03-12T12:00:00.000Z' } },
    ])
  })

  test('not before the shop’s lead, and not where the shop wants none', () => {
    approved()
      .when(remind, clock('2026-03-11T23:59:59.999Z'))
      .refuses('not_open', { path: 'kind', until: '2026-03-12T00:00:00.000Z' })
    approved({}, { shop: aShop({ reminders: { ...aShop().reminders, ship: null } }) })
      .when(remind, near)
      .refuses('not_open', { path: 'kind' })
  })

  test('a lead as long as the wait itself would remind of what was just said, so it does not', () => {
    approved({}, { shop: aShop({ reminders: { ...aShop().reminders, ship: { hours: 48 } } }) })
      .when(remind, near)
      .refuses('not_open')
  })

  test('said once for a moment; a deadline that was moved is reminded of again', () => {
    const reminded = approved().then(remind, near)
    reminded.when(remind, near).gives([])
    reminded.then(moved, { by: 'agent' }).when(remind, near).refuses('not_open')
    reminded.then(moved, { by: 'agent' }).when(remind, clock('2026-03-20T00:00:00.000Z')).gives(['due.neared'])
  })

  test('each wait is reminded of for itself', () => {
    const answered = submitted().then({ verb: 'remind', kind: 'answer' }, near).then({ verb: 'approve' })
    const both = answered.then(remind, clock('2026-03-13T12:00:00.000Z'))
    expect(both.ret.noticed).toEqual({
      answer: { neared: '2026-03-12T12:00:00.000Z' },
      ship: { neared: '2026-03-14T00:00:00.000Z' },
    })
  })

  test('that a wait is over is told where nothing happens by itself, once', () => {
    const answer = { verb: 'remind', kind: 'answer' } as const
    submitted().when(answer, over).gives(['due.passed'])
    submitted().then(answer, over).when(answer, over).gives([])
    approved().when(remind, over).refuses('not_open', { path: 'kind' })
  })

  test('nobody is reminded of what nobody waits for, or of a wait without an end', () => {
    submitted().when(remind, near).refuses('not_open', { path: 'kind' })
    approved({}, { shop: aShop({ lengths: { ...aShop().lengths, ship: null } }) })
      .when(remind, near)
      .refuses('not_open')
  })
})
