import { describe, expect, test } from 'vitest'
import { eur, NOON } from '../../../../test/kit/cast.ts'
import { approved, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import { heldOf } from '../quantities.ts'

const no = { verb: 'reject', reason: 'Worn' } as const
const disputed = () => submitted().then({ verb: 'dispute', reason: 'objection', text: '' })

describe('reject', () => {
  test('merchants and automation say no to what was filed, approved or expired', () => {
    for (const by of ['owner', 'agent', 'system'] as const) {
      submitted().when(no, { by }).gives(['request.rejected', 'units.freed'])
      approved()
        .when(no, { by })
        .leaves({ request: ['rejected'] })
      approved().then({ verb: 'expire' }, TIME_IS_UP).when(no, { by }).gives(['request.rejected'])
    }
    for (const by of ['shopper', 'warehouse', 'arbiter', 'carrier'] as const)
      submitted().when(no, { by }).refuses('forbidden')
  })

  test('the reason is kept, and must be one', () => {
    expect(submitted().then(no).ret.request).toEqual({ state: 'rejected', reason: 'Worn' })
    submitted().when({ verb: 'reject', reason: '  ' }).refuses('reason_required', { path: 'reason' })
  })

  test('not after a promise, not once closed, not during a dispute, not against a verdict', () => {
    submitted().then({ verb: 'approve', handling: 'keep' }).when(no).refuses('already_granted')
    approved().then({ verb: 'resolve' }).when(no).refuses('not_open')
    submitted().then({ verb: 'cancel' }).when(no).refuses('not_open')
    disputed().when(no).refuses('disputed')
    disputed()
      .then({ verb: 'judge', for: 'shopper', pays: 'after_goods' }, { by: 'arbiter' })
      .when(no)
      .refuses('not_open')
  })

  test('a dispute taken back leaves the merchant free to refuse', () => {
    disputed()
      .then({ verb: 'withdraw' })
      .when(no)
      .leaves({ request: ['rejected'] })
  })

  test('offers end, labels nobody used are void, pieces that never came are free', () => {
    const story = approved({ method: 'customer_courier' })
      .then({ verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' }, { by: 'shopper' })
      .then({ verb: 'offer', terms: { handling: 'send_back', amount: eur(9_000) } })
    story.when(no).gives(['request.rejected', 'offer.overtaken', 'shipment.cancelled', 'units.freed'])
    expect(story.then(no).tray.ledger[0]?.held).toBe(0)
  })

  test('pieces that came stay held until they go back to the shopper', () => {
    const story = approved().then(
      ret => ({
        verb: 'receive',
        key: 'r1',
        source: 'dock',
        at: NOON,
        lines: [{ item: ret.items[0]!.id, quantity: 1 }],
      }),
      { by: 'warehouse' },
    )
    expect(story.then(no).ret.items.map(heldOf)).toEqual([1])
  })

  test('T40: of two agents who decide at once the second sees how it stands now', () => {
    approved()
      .then(no)
      .when({ verb: 'resolve' })
      .refuses('not_open', { state: { request: 'rejected' } })
    submitted()
      .then(no)
      .when({ verb: 'approve' }, { by: 'owner' })
      .refuses('not_open', { state: { request: 'rejected' }, allowed: expect.arrayContaining(['reopen']) })
  })
})
