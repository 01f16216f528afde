import { describe, expect, test } from 'vitest'
import { aShop } from '../../../../test/kit/cast.ts'
import { approved, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'

const reopen = { verb: 'reopen', reason: 'A mistake' } as const
const lost = () =>
  submitted()
    .then({ verb: 'dispute', reason: 'objection', text: '' })
    .then({ verb: 'judge', for: 'merchant', pays: 'nothing' }, { by: 'arbiter' })

describe('reopen', () => {
  test('what was called off, refused, expired or closed is taken up where it stood', () => {
    submitted()
      .then({ verb: 'cancel' })
      .when(reopen)
      .leaves({ request: ['submitted'] })
    submitted()
      .then({ verb: 'reject', reason: 'Worn' })
      .when(reopen)
      .leaves({ request: ['submitted'] })
    approved()
      .then({ verb: 'reject', reason: 'Worn' })
      .when(reopen)
      .leaves({ request: ['approved'] })
    approved()
      .then({ verb: 'expire' }, TIME_IS_UP)
      .when(reopen)
      .leaves({ request: ['approved'] })
    approved().then({ verb: 'resolve' }).when(reopen).gives(['request.reopened'])
  })

  test('merchants and the arbiter do; nobody else', () => {
    const over = submitted().then({ verb: 'cancel' })
    for (const by of ['owner', 'agent', 'arbiter'] as const)
      over.when(reopen, { by }).gives(['request.reopened', 'units.held'])
    for (const by of ['shopper', 'warehouse', 'carrier', 'system'] as const)
      over.when(reopen, { by }).refuses('forbidden')
  })

  test('what a verdict rejected only the bench reopens', () => {
    lost().when(reopen, { by: 'agent' }).refuses('not_open')
    lost()
      .when(reopen, { by: 'arbiter' })
      .leaves({ request: ['submitted'] })
  })

  test('where no arbiter sits the owner is the bench', () => {
    const shop = aShop({ bench: 'owner' })
    const rejected = submitted({}, { shop })
      .then({ verb: 'dispute', reason: 'objection', text: '' })
      .then({ verb: 'judge', for: 'merchant', pays: 'nothing' }, { by: 'owner' })
    rejected.when(reopen, { by: 'agent' }).refuses('not_open')
    rejected.when(reopen, { by: 'owner' }).leaves({ request: ['submitted'] })
  })

  test('an open return is not reopened', () => {
    submitted().when(reopen).refuses('not_open')
    approved().when(reopen).refuses('not_open')
  })

  test('its pieces are held again, and refused when somebody else has spoken for them', () => {
    const over = submitted().then({ verb: 'cancel' })
    expect(over.then(reopen).tray.ledger[0]?.held).toBe(2)
    const taken = over.tray.ledger.map(sold => ({ ...sold, held: 1 }))
    over.when(reopen, { tray: { ledger: taken } }).refuses('quantity_exceeded', { returnable: 1 })
  })

  test('the undone mark is cleared, and that it was undone is kept', () => {
    const { marks } = approved().then({ verb: 'expire' }, TIME_IS_UP).then(reopen).ret
    expect(marks.expired).toBeUndefined()
    expect(marks.reopened?.by.role).toBe('agent')
    expect(marks.approved).toBeDefined()
  })

  test('the waits of its state begin anew', () => {
    const later = { tray: { at: '2026-04-01T12:00:00.000Z' as never } }
    expect(submitted().then({ verb: 'cancel' }).then(reopen, later).ret.due.answer).toBe('2026-04-03T12:00:00.000Z')
    expect(approved().then({ verb: 'expire' }, TIME_IS_UP).then(reopen, later).ret.due.ship).toBe(
      '2026-04-03T12:00:00.000Z',
    )
  })

  test('it needs a reason', () => {
    submitted()
      .then({ verb: 'cancel' })
      .when({ verb: 'reopen', reason: '' })
      .refuses('reason_required', { path: 'reason' })
  })

  test('pieces that went back to the shopper in the meantime stay with the shopper', () => {
    const back = approved()
      .then(ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }), {
        by: 'warehouse',
      })
      .then(ret => ({ verb: 'dispose', key: 'd1', item: ret.items[0]!.id, quantity: 1, to: 'back_to_shopper' }), {
        by: 'warehouse',
      })
      .then({ verb: 'resolve' })
    expect(back.tray.ledger[0]?.held).toBe(1)
    expect(back.then(reopen).tray.ledger[0]?.held).toBe(1)
  })
})
