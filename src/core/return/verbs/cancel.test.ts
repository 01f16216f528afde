import { describe, expect, test } from 'vitest'
import { aTray, eur, NOON } from '../../../../test/kit/cast.ts'
import { approved, type Story, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import { heldOf } from '../quantities.ts'
import type { CheckpointKind, Return } from '../return.ts'

const shipped = () =>
  approved({ method: 'customer_courier' }).then(
    { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' },
    { by: 'shopper' },
  )
const tracked = (story: Story, kind: CheckpointKind) =>
  story.then(
    (ret: Return) => ({ verb: 'track', shipment: ret.shipments[0]!.id, checkpoint: { at: NOON, kind, text: '' } }),
    { by: 'carrier' },
  )

describe('cancel', () => {
  test('T15: before anything came the pieces are free, the label is void and the replacement is released', () => {
    const story = shipped()
    expect(story.tray.ledger[0]?.held).toBe(2)
    const gone = story.then({ verb: 'cancel', reason: 'Fits after all' }, { by: 'shopper' })
    expect(gone.ret.request).toEqual({ state: 'cancelled', cause: 'shopper', reason: 'Fits after all' })
    expect(gone.ret.shipments[0]?.cancelledAt).toBe(NOON)
    expect(gone.ret.items.map(heldOf)).toEqual([0])
    expect(gone.tray.ledger[0]?.held).toBe(0)
  })

  test('T15: after a receipt or a promise it is refused', () => {
    const { items } = approved().ret
    const counted = approved().then(
      { verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: items[0]!.id, quantity: 1 }] },
      { by: 'warehouse' },
    )
    for (const by of ['shopper', 'agent', 'system'] as const) {
      counted.when({ verb: 'cancel' }, { by }).refuses('goods_received')
      submitted()
        .then({ verb: 'approve', handling: 'keep' })
        .when({ verb: 'cancel' }, { by })
        .refuses('already_granted')
    }
  })

  test('the shopper cannot while the parcel is under way, the shop can', () => {
    const moving = tracked(shipped(), 'moving')
    moving.when({ verb: 'cancel' }, { by: 'shopper' }).refuses('not_open')
    moving.when({ verb: 'cancel' }, { by: 'agent' }).leaves({ request: ['cancelled'] })
    const here = tracked(moving, 'delivered')
    for (const by of ['shopper', 'agent', 'system'] as const) here.when({ verb: 'cancel' }, { by }).refuses('not_open')
    tracked(moving, 'lost')
      .when({ verb: 'cancel' }, { by: 'shopper' })
      .leaves({ request: ['cancelled'] })
  })

  test('a parcel that moves travels on and is received as a fact', () => {
    const { ret } = tracked(shipped(), 'moving').then({ verb: 'cancel' }, { by: 'agent' })
    expect(ret.shipments[0]?.cancelledAt).toBeNull()
  })

  test('offers and disputes end with it', () => {
    submitted()
      .then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
      .when({ verb: 'cancel' })
      .gives(['request.cancelled', 'offer.overtaken', 'units.freed'])
    const disputed = submitted().then({ verb: 'dispute', reason: 'objection', text: '' })
    disputed
      .when({ verb: 'cancel' }, { by: 'shopper' })
      .gives(['request.cancelled', 'dispute.withdrawn', 'units.freed'])
    disputed.when({ verb: 'cancel' }, { by: 'shopper' }).leaves({ evidence: ['not_due'], dispute: ['withdrawn'] })
  })

  test('what is over already is not called off', () => {
    for (const verb of ['cancel', 'expire'] as const)
      approved().then({ verb }, TIME_IS_UP).when({ verb: 'cancel' }, { by: 'agent' }).refuses('not_open')
    approved().then({ verb: 'resolve' }).when({ verb: 'cancel' }).refuses('not_open')
  })

  test('the cause is the side that did it; only the clock names another', () => {
    const causeOf = (by: 'shopper' | 'agent' | 'system', cause?: 'evidence_missing') =>
      submitted().then({ verb: 'cancel', ...(cause && { cause }) }, { by }).ret.request
    expect(causeOf('shopper')).toMatchObject({ cause: 'shopper' })
    expect(causeOf('agent', 'evidence_missing')).toMatchObject({ cause: 'merchant' })
    expect(causeOf('system')).toMatchObject({ cause: 'platform' })
    expect(causeOf('system', 'evidence_missing')).toMatchObject({ cause: 'evidence_missing' })
  })

  test('the pieces can be asked for again', () => {
    const { tray, ret } = submitted().then({ verb: 'cancel' }, { by: 'shopper' })
    expect(() => submitted({}, { ...aTray(), ledger: tray.ledger, siblings: [ret] })).not.toThrow()
  })
})
