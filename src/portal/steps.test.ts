import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, aTray } from '../../test/kit/cast.ts'
import { as, type DraftId, type RuleId } from '../core/ids.ts'
import type { Line } from '../core/order/order.ts'
import type { Effect } from '../core/policy/policy.ts'
import type { ReasonEntry, Shop } from '../core/shop.ts'
import { type Considered, considered } from '../desk/shopper/consider.ts'
import { countedPieces } from '../desk/shopper/draft-pieces.ts'
import { EMPTY_DRAFT, type Get } from '../desk/shopper/drafts.ts'
import { speakIn } from '../ui/texts/speak.ts'
import { after, before, stepLine, stepsOf } from './steps.ts'

type Sketch = { lines?: Line[]; chosen?: number; effects?: Effect[]; shop?: Partial<Shop>; get?: Get }

function walk({ lines = [aLine()], chosen = 1, effects = [], shop = {}, get }: Sketch = {}): Considered {
  const order = anOrder(lines)
  const policy = aPolicy([{ id: as<RuleId>('rule'), name: 'rule', when: {}, then: effects, priority: 0 }])
  const counts = [{ order: order.id, line: lines[0]!.id, kitWhole: false, quantity: chosen }]
  const pieces = countedPieces([], counts).map(piece => ({ ...piece, get: get ?? null }))
  const draft = { ...EMPTY_DRAFT, orders: [order.id], pieces }
  return { orders: [considered(order, 'customer', aTray({ order, policy, shop: aShop(shop) }), draft)] }
}

const only = (code: ReasonEntry['code'], photo = false): ReasonEntry[] => [
  { code, text: code, subs: [], types: [], requires: { photo, comment: false } },
]
const oneFreeWay: Effect = { methods: [{ type: 'customer_courier', cost: { free: true } }] }

describe('the steps of a request', () => {
  test('are all ahead as long as nothing is chosen', () => {
    expect(stepsOf(walk({ chosen: 0, effects: [oneFreeWay] }))).toEqual(['pieces', 'why', 'get', 'travel', 'check'])
  })

  test('leave out the choice of the only piece, but not of one of several, nor of several of one', () => {
    expect(stepsOf(walk({ lines: [aLine({ quantity: 1 })] }))[0]).toBe('why')
    expect(stepsOf(walk({ lines: [aLine({ quantity: 1 }), aLine({ id: 'other', quantity: 1 })] }))[0]).toBe('pieces')
    expect(stepsOf(walk())[0]).toBe('pieces')
  })

  test('leave out a reason that must be, unless something must be shown with it', () => {
    expect(stepsOf(walk({ shop: { reasons: only('other') } }))).not.toContain('why')
    expect(stepsOf(walk({ shop: { reasons: only('other', true) } }))).toContain('why')
  })

  test('leave out what you get where one thing is on offer that needs no choosing', () => {
    expect(stepsOf(walk({ effects: [{ resolutions: ['store_credit'] }] }))).not.toContain('get')
    expect(stepsOf(walk({ effects: [{ resolutions: ['swap'] }] }))).toContain('get')
    expect(stepsOf(walk({ effects: [{ resolutions: ['store_credit', 'replace'] }] }))).toContain('get')
  })

  test('leave out the way back where one free way is left, and where nothing travels', () => {
    expect(stepsOf(walk({ effects: [oneFreeWay] }))).not.toContain('travel')
    expect(stepsOf(walk())).toContain('travel')
    const keep: Get = { kind: 'keep', resolution: { type: 'refund', to: 'original_payment' } as Get['resolution'] }
    expect(stepsOf(walk({ get: keep }))).not.toContain('travel')
  })

  test('follow each other past what is left out', () => {
    const considered = walk({ effects: [{ resolutions: ['store_credit'] }, oneFreeWay] })
    expect(after(considered, 'why')).toBe('check')
    expect(before(considered, 'check')).toBe('why')
    expect(before(considered, 'pieces')).toBeNull()
    const visit = { base: '/portal/linnea', say: speakIn('en') }
    expect(stepLine(visit, { id: as<DraftId>('draft') }, considered, 'check')).toEqual({
      number: 3,
      of: 3,
      name: 'Check and send',
      back: '/portal/linnea/return/draft/why',
    })
  })
})
