import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eur } from '../../../test/kit/cast.ts'
import { GBP } from '../../../test/kit/core-order.ts'
import { money } from '../money.ts'
import type { Payment, PaymentKind } from '../order/order.ts'
import { refused } from '../refusal.ts'
import type { PaymentLeft } from '../return/tray.ts'
import type { Instant } from '../time.ts'
import { type PlannedPayout, planPayouts } from './tender.ts'

type Sketch = { id: string; kind?: PaymentKind; captured: number; spoken?: number; day?: number }

const taken = (sketches: Sketch[]): Payment[] =>
  sketches.map(({ id, kind = 'card', captured, day = 1 }) => ({
    id: id as Payment['id'],
    externalId: null,
    kind,
    gateway: `gateway-${id}`,
    captured: eur(captured),
    at: `2026-03-0${day}T00:00:00.000Z` as Instant,
  }))

const left = (sketches: Sketch[]): PaymentLeft[] =>
  sketches.map(({ id, captured, spoken = 0 }) => ({
    id: id as PaymentLeft['id'],
    captured: eur(captured),
    spoken: eur(spoken),
  }))

const plan = (amount: number, sketches: Sketch[], order: Parameters<typeof planPayouts>[3] = 'newest_first') =>
  planPayouts(eur(amount), left(sketches), taken(sketches), order)

const shares = (answer: ReturnType<typeof planPayouts>): [string, number][] =>
  refused(answer) ? [] : answer.map(one => [one.payment, one.amount.amountMinor])

describe('where money goes back to', () => {
  test('T27 split tender: 50 go to the gift card and 30 to the card', () => {
    const paid: Sketch[] = [
      { id: 'card', captured: 3_000, day: 2 },
      { id: 'gift', kind: 'gift_card', captured: 5_000 },
    ]
    expect(plan(8_000, paid)).toEqual([
      { payment: 'gift', amount: eur(5_000), gateway: 'gateway-gift', kind: 'gift_card' },
      { payment: 'card', amount: eur(3_000), gateway: 'gateway-card', kind: 'card' },
    ])
    expect(shares(plan(4_000, paid))).toEqual([['gift', 4_000]])
    expect(shares(plan(6_000, paid, 'proportional'))).toEqual([
      ['gift', 5_000],
      ['card', 1_000],
    ])
  })

  test('the newest or the oldest payment comes first, as the shop wishes', () => {
    const paid: Sketch[] = [
      { id: 'second', captured: 100, day: 2 },
      { id: 'first', captured: 100, day: 1 },
      { id: 'third', captured: 100, day: 3 },
    ]
    expect(shares(plan(250, paid, 'newest_first'))).toEqual([
      ['third', 100],
      ['second', 100],
      ['first', 50],
    ])
    expect(shares(plan(250, paid, 'oldest_first'))).toEqual([
      ['first', 100],
      ['second', 100],
      ['third', 50],
    ])
  })

  test('payments of one moment keep the order they were entered in', () => {
    const paid: Sketch[] = ['a', 'b', 'c'].map(id => ({ id, captured: 100 }))
    expect(shares(plan(150, paid, 'oldest_first'))).toEqual([
      ['a', 100],
      ['b', 50],
    ])
    expect(shares(plan(150, paid, 'newest_first'))).toEqual([
      ['c', 100],
      ['b', 50],
    ])
  })

  test('proportional shares follow what is left of each and lose no cent', () => {
    const paid: Sketch[] = [
      { id: 'a', captured: 200, spoken: 100 },
      { id: 'b', captured: 200 },
    ]
    expect(shares(plan(100, paid, 'proportional'))).toEqual([
      ['a', 33],
      ['b', 67],
    ])
  })

  test('T26 what is spoken for is not there: 60 of 100 leave 40', () => {
    const answer = plan(6_000, [{ id: 'card', captured: 10_000, spoken: 6_000 }])
    expect(refused(answer) && answer.code).toBe('payout_exceeds')
    expect(refused(answer) && answer.detail.left).toEqual(eur(4_000))
    expect(shares(plan(4_000, [{ id: 'card', captured: 10_000, spoken: 6_000 }]))).toEqual([['card', 4_000]])
  })

  test('T29 an amount in another currency is refused', () => {
    const sketches: Sketch[] = [{ id: 'card', captured: 100 }]
    const answer = planPayouts(money(50, GBP), left(sketches), taken(sketches), 'newest_first')
    expect(refused(answer) && [answer.code, answer.detail.currency]).toEqual(['currency_mismatch', 'EUR'])
  })

  test('nothing is planned for nothing, and a spent payment gets no row', () => {
    expect(plan(0, [{ id: 'card', captured: 100 }])).toEqual([])
    expect(
      shares(
        plan(100, [
          { id: 'spent', captured: 50, spoken: 50, day: 2 },
          { id: 'card', captured: 100 },
        ]),
      ),
    ).toEqual([['card', 100]])
    expect(
      shares(
        plan(
          10,
          [
            { id: 'a', captured: 1_000 },
            { id: 'b', captured: 1 },
          ],
          'proportional',
        ),
      ),
    ).toEqual([['a', 10]])
  })

  test('a payment that was told nothing about cannot give anything', () => {
    const answer = planPayouts(eur(10), left([{ id: 'ghost', captured: 100 }]), [], 'newest_first')
    expect(refused(answer) && answer.code).toBe('payout_exceeds')
  })

  test('never over what a payment can give, and always the whole amount', () => {
    const payments = fc.array(
      fc.record({
        captured: fc.integer({ min: 0, max: 10_000 }),
        spokenPpm: fc.integer({ min: 0, max: 1_000_000 }),
        kind: fc.constantFrom<PaymentKind>('card', 'gift_card', 'bank', 'platform'),
        day: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    const orders = fc.constantFrom('newest_first', 'oldest_first', 'proportional' as const)
    fc.assert(
      fc.property(payments, orders, fc.integer({ min: 0, max: 1_000_000 }), (given, order, partPpm) => {
        const sketches = given.map(
          ({ captured, spokenPpm, kind, day }, place): Sketch => ({
            id: `p${place}`,
            captured,
            kind,
            day,
            spoken: Math.floor((captured * spokenPpm) / 1_000_000),
          }),
        )
        const open = sketches.reduce((all, one) => all + one.captured - (one.spoken ?? 0), 0)
        const amount = Math.floor((open * partPpm) / 1_000_000)
        const planned = plan(amount, sketches, order) as PlannedPayout[]
        expect(planned.reduce((all, one) => all + one.amount.amountMinor, 0)).toBe(amount)
        for (const one of planned) {
          const payment = sketches.find(sketch => sketch.id === one.payment)
          expect(one.amount.amountMinor).toBeGreaterThan(0)
          expect(one.amount.amountMinor).toBeLessThanOrEqual((payment?.captured ?? 0) - (payment?.spoken ?? 0))
        }
        expect(refused(plan(open + 1, sketches, order))).toBe(true)
      }),
    )
  })
})
