import { describe, expect, test } from 'vitest'
import { as, type ReturnId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import type { Return } from '../../core/return/return.ts'
import { findOne, type Seen } from '../../desk/look.ts'
import { sayOlderReturn } from './older/say.ts'
import { sayReturn, sayReturnItem } from './say.ts'
import { exceptionsOf } from './say-state.ts'
import { dropped, eur, ofKits, openAftershipKit, replaced, swapped, travelled } from './testing.ts'

const kit = await openAftershipKit()
const links = Object.assign((file: string) => ({ url: `full:${file}`, thumbnail_url: `small:${file}` }), { until: '' })

async function seen(id: ReturnId): Promise<Seen> {
  const found = await findOne(kit.desk, kit.as('owner'), id)
  if (refused(found)) throw new Error(found.code)
  return found
}
const through = await seen((await travelled(kit)).id)
const swap = await seen((await swapped(kit)).id)
const replacement = await seen((await replaced(kit)).id)
const handed = await seen((await dropped(kit)).id)
const kits = await seen((await ofKits(kit)).id)

const say = (of: Seen, change: Partial<Return> = {}, version = '2025-07'): any =>
  sayReturn({ ...of, ret: { ...of.ret, ...change } }, { links, version })
const sayOlder = (of: Seen, change: Partial<Return> = {}): any =>
  sayOlderReturn({ ...of, ret: { ...of.ret, ...change } }, { links })

describe('money', () => {
  test('refunds of an open request are what is expected, of a closed one what was promised', () => {
    expect(say(through)).toMatchObject({
      estimated_refund_total: { amount: '109.45', currency: 'EUR' },
      refunded_total: { amount: '109.45', currency: 'EUR' },
    })
    expect(say(handed)).toMatchObject({ estimated_refund_total: { amount: '109.45' }, refunded_total: null })
  })

  test('what pays for a replacement is no refund', () => {
    expect(say(swap)).toMatchObject({ estimated_refund_total: { amount: '0.00' }, refund_destination: null })
  })

  // conforms: enum refunds_destination.original_payment
  // conforms: enum refunds_destination.store_credit
  // conforms: enum refunds_destination.refundid
  test('a refund is told as it went, whatever was promised', () => {
    const payouts = through.ret.payouts.map(payout => ({ ...payout, gateway: 'instant' }))
    expect(say(through).refunds[0].destination).toBe('original_payment')
    expect(say(through, { payouts }).refunds[0]).toMatchObject({
      destination: 'refundid',
      store_credit_reference: null,
    })
    expect(say(kits).refunds[0]).toMatchObject({ destination: 'store_credit', gateway: 'store_credit' })
  })

  test('what is under way has not gone', () => {
    const payouts = through.ret.payouts.map(payout => ({ ...payout, state: 'sent' as const }))
    expect(say(through, { payouts })).toMatchObject({
      refunds: [],
      refunded_total: null,
      cost_of_return: { charged: null },
    })
  })

  test('the cost of returning is what was taken off, charged once money moved', () => {
    const cost = { presentment: eur(-500), shop: eur(-500) }
    const grants = through.ret.grants.map(grant => ({
      ...grant,
      figure: { ...grant.figure, parts: [...grant.figure.parts, { kind: 'return_cost' as const, amount: cost }] },
    }))
    const five = { amount: '5.00', currency: 'EUR' }
    expect(say(through, { grants }).cost_of_return).toEqual({ charged: five, value: five })
    expect(say(through, { grants, payouts: [] }).cost_of_return).toEqual({ charged: null, value: five })
  })
})

describe('an exchange', () => {
  // conforms: field Exchange.exchange.bonus_credits[].type
  // conforms: field Exchange.exchange.bonus_credits[].value
  // conforms: field Exchange.exchange.bonus_credits[].rate
  // conforms: field Exchange.exchange.bonus_credits[].used
  // conforms: enum bonus_credit_type.*
  // conforms: enum charge_by.*
  test('tells its bonuses: a sum or a part of one, and what of it was used', () => {
    const bonus = [
      { type: 'extra' as const, value: null, ratePpm: 100_000, used: eur(300) },
      { type: 'pre_discount' as const, value: eur(250), ratePpm: null, used: eur(200) },
    ]
    const exchange = swap.ret.exchange && { ...swap.ret.exchange, bonus, chargeBy: 'other' as const }
    expect(say(swap, { exchange }).exchange).toMatchObject({
      charge_by: 'other',
      bonus_credits_used_total: { amount: '5.00' },
      bonus_credits: [
        { type: 'extra_credit', value: null, rate: 0.1, used: { amount: '3.00', currency: 'EUR' } },
        { type: 'pre_discount_credit', value: { amount: '2.50', currency: 'EUR' }, rate: null },
      ],
    })
    expect(say(swap).exchange.charge_by).toBe('aftership')
  })

  // conforms: enum instant_exchange_status.*
  test.each([
    ['authorized', 'pending'],
    ['charged', 'charged'],
    ['cancelled', 'canceled'],
    ['failed', 'failed'],
  ] as const)('that left in advance and is %s reads %s', (state, word) => {
    const advance = swap.ret.advance && { ...swap.ret.advance, state }
    expect(say(swap, { advance }).instant_exchange).toMatchObject({ status: word, payment: { external_id: 'pi_123' } })
  })

  test('names the variant it replaces only where the same article goes out again', () => {
    expect(say(swap).exchange.items[0].variant_to_replace).toBeNull()
    expect(say(replacement).exchange.items[0].variant_to_replace).toMatchObject({ external_id: '41681852399822' })
    expect([say(swap).shop_now, say(replacement).shop_now]).toEqual([true, false])
  })
})

describe('a drop-off', () => {
  // conforms: enum dropoff_status.*
  test.each([
    ['created', 0],
    ['partially_dropped', 1],
    ['dropped', 2],
  ])('is %s when %i of 2 pieces were handed over', (word, quantity) => {
    const dropoffs = handed.ret.dropoffs.map(dropoff => ({
      ...dropoff,
      drops:
        quantity === 0
          ? []
          : dropoff.drops.map(drop => ({ ...drop, lines: dropoff.contents.map(line => ({ ...line, quantity })) })),
    }))
    expect(say(handed, { dropoffs }).dropoffs[0].status).toBe(word)
  })

  // conforms: enum service_provider.*
  test.each([
    ['happy_returns', 'happy-returns'],
    ['retail_reworks', 'retail-reworks'],
  ])('of %s is spelled %s', (provider, word) => {
    const dropoffs = handed.ret.dropoffs.map(dropoff => ({ ...dropoff, provider }))
    expect(say(handed, { dropoffs }).dropoffs[0].service_provider).toBe(word)
  })
})

describe('steps', () => {
  // conforms: field Return.auto_approved
  // conforms: field Return.auto_rejected
  // conforms: field Return.auto_resolved
  // conforms: field Return.auto_refunded
  test('automation took are marked, of those not taken nothing is known', () => {
    const mark = { at: kit.clock.now, by: through.ret.filedBy, rule: as<never>('small-orders') }
    const marks = { approved: mark, rejected: mark, resolved: mark, refunded: mark }
    const flags = ['auto_approved', 'auto_rejected', 'auto_resolved', 'auto_refunded']
    expect(flags.map(flag => say(handed, { marks })[flag])).toEqual([true, true, true, true])
    expect(flags.map(flag => say(handed, { marks: {} })[flag])).toEqual([null, null, null, null])
    expect(say(through).auto_approved).toBe(false)
  })

  test('auto_received tells of what a carrier said, not of what was counted', () => {
    const receivings = through.ret.receivings.map(one => ({ ...one, source: 'carrier' as const }))
    expect([say(through).auto_received, say(through, { receivings }).auto_received]).toEqual([false, true])
  })

  test('a charge that was declined needs a person', () => {
    const charges = swap.ret.charges.map(charge => ({ ...charge, state: 'declined' as const }))
    expect(exceptionsOf({ ...swap.ret, charges })).toEqual(['charge_failed'])
  })
})

describe('an item', () => {
  // conforms: enum grade.*
  test.each(['a', 'b', 'c', 'd'] as const)('graded %s is told with that letter', grade => {
    const receivings = through.ret.receivings.map(one => ({
      ...one,
      lines: one.lines.map(line => ({ ...line, gradings: line.gradings.map(grading => ({ ...grading, grade })) })),
    }))
    expect(say(through, { receivings }).receivings[0].items[0].gradings[0].grade).toBe(grade)
  })

  test('alone is what it is in the whole', () => {
    for (const version of ['2024-07', '2025-07', '2026-07'])
      for (const [place, item] of through.ret.items.entries())
        expect(sayReturnItem(through, item, { links, version })).toEqual(say(through, {}, version).return_items[place])
  })

  test('of a whole kit is the kit, with its components inside', () => {
    const { return_items: rows } = say(kits)
    expect(rows.map((row: any) => row.bundled_items.length)).toEqual([2, 0])
    expect(rows[1].parent_item_id).toBe(rows[0].id)
    for (const item of kits.ret.items.slice(0, 2))
      expect(sayReturnItem(kits, item, { links, version: '2025-07' })).toEqual(rows[0])
  })

  test('never shows more received than was announced', () => {
    const receivings = through.ret.receivings.map(one => ({
      ...one,
      lines: one.lines.map(line => ({ ...line, quantity: 5, gradings: [] })),
    }))
    expect(say(through, { receivings }).return_items[0].received_quantity).toBe(2)
  })
})

describe('both generations', () => {
  const pairs: [string, (older: any) => unknown, (current: any) => unknown][] = [
    ['id', older => older.id, current => current.id],
    ['code', older => older.rma_number, current => current.rma_number],
    ['note', older => older.internal_notes, current => current.merchant_note ?? ''],
    ['order', older => older.order.id, current => current.order.id],
    ['country', older => older.order.country, current => current.order.country_region],
    [
      'store',
      older => older.order.app,
      ({ order: { store } }) => ({ platform: store.platform, key: store.external_id }),
    ],
    ['reason', older => older.return_items[0].subreason, current => current.return_items[0].return_subreason],
    ['method', older => older.return_method.type, current => current.return_method.type],
    ['parcels', older => older.shipments.length, current => current.shipments.length],
    ['number', older => older.tracking_number, current => current.shipments[0]?.tracking_number ?? ''],
  ]
  test.each(pairs)('say the same %s of every return', (_what, ofOlder, ofCurrent) => {
    for (const one of [through, swap, replacement, handed, kits])
      expect(ofOlder(sayOlder(one))).toEqual(ofCurrent(say(one)))
  })

  // conforms: enum resolution_type.*
  // conforms: field Return (older).return_items[].exchange_variant.external_id
  // conforms: field Return (older).return_items[].exchange_variant.title
  test('the older one has one resolution for the whole', () => {
    expect([through, swap, replacement, kits].map(one => sayOlder(one).resolution.type)).toEqual([
      'original_payment',
      'exchange_for_anything',
      'exchange',
      'store_credit',
    ])
    expect(sayOlder(replacement).return_items[0].exchange_variant).toEqual({
      external_id: '41681852399900',
      title: 'Red - L',
    })
  })

  // conforms: enum older_return_method_type.*
  test.each(['retailer_label', 'customer_courier', 'in_store'] as const)('a return by %s is one in both', type => {
    const method = handed.ret.method && { ...handed.ret.method, type }
    expect([sayOlder(handed, { method }), say(handed, { method })].map(one => one.return_method.type)).toEqual([
      type,
      type,
    ])
  })
})
