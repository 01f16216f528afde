import { describe, expect, test } from 'vitest'
import { eur } from '../../../../test/kit/cast.ts'
import { approved, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'

const resolve = { verb: 'resolve' } as const

describe('resolve', () => {
  test('merchants and automation close what was approved or has expired', () => {
    for (const by of ['owner', 'agent', 'system'] as const) {
      approved().when(resolve, { by }).gives(['request.resolved'])
      approved().then({ verb: 'expire' }, TIME_IS_UP).when(resolve, { by }).gives(['request.resolved'])
    }
    for (const by of ['shopper', 'warehouse', 'arbiter', 'carrier'] as const)
      approved().when(resolve, { by }).refuses('forbidden')
  })

  test('not before approval, not twice, not against a no, not during a dispute', () => {
    submitted().when(resolve).refuses('not_open')
    approved().then(resolve).when(resolve).refuses('not_open')
    submitted().then({ verb: 'reject', reason: 'Worn' }).when(resolve).refuses('not_open')
    approved().then({ verb: 'dispute', reason: 'objection', text: '' }).when(resolve).refuses('disputed')
  })

  test('money is left as it is: nothing promised stays nothing, and a promise stays a promise', () => {
    approved()
      .when(resolve)
      .leaves({ settlement: ['none'] })
    submitted()
      .then({ verb: 'approve', handling: 'keep' })
      .when(resolve)
      .leaves({ settlement: ['due'] })
  })

  test('pieces stay held, so the same goods never come back twice', () => {
    expect(approved().then(resolve).tray.ledger[0]?.held).toBe(2)
  })

  test('an offer that still stood is overtaken, and the note is kept', () => {
    const offered = approved().then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
    const [event] = offered.when({ verb: 'resolve', note: 'Settled by phone' }).events()
    expect(event).toMatchObject({ type: 'request.resolved', note: 'Settled by phone' })
    offered.when(resolve).gives(['request.resolved', 'offer.overtaken'])
  })
})
