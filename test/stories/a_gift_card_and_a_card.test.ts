import { expect, test } from 'vitest'
import { MAJA, openStory, orderOf, paid, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { does, refuses, stands } = shop

test('T27 T28 a gift card and a card', async () => {
  // Two candlesticks at 40, paid 50 with a gift card and 30 with a card.
  const order = await shop.enters(
    '5006',
    orderOf(
      MAJA,
      [
        {
          external_id: 'candlesticks',
          title: 'Candlestick',
          sku: 'CANDLE',
          quantity: 2,
          unit_price: { amount_minor: 4_000 },
        },
      ],
      {
        payments: [paid('gift-6', 5_000, 'gift_card'), paid('card-6', 3_000)],
      },
    ),
  )
  let ret = await shop.files('shopper', {
    order_id: order.id,
    items: [{ line_id: order.lines[0].id, quantity: 2, reason: { code: 'style' } }],
  })
  await does('agent', ret, 'approve')
  await does('warehouse', ret, 'receive', {
    key: 'box',
    source: 'dock',
    lines: [{ item_id: ret.items[0].id, quantity: 2 }],
  })
  ret = await does('agent', ret, 'refund')
  const paidTo = (of: any) =>
    of.payouts.map((payout: any) => [
      order.payments.find((known: any) => known.id === payout.payment_id).kind,
      payout.state,
      payout.amount.amount_minor,
    ])
  expect(paidTo(ret)).toEqual([
    ['gift_card', 'planned', 5_000],
    ['card', 'planned', 3_000],
  ])
  expect(ret.payouts.flatMap((payout: any) => payout.lines)).toEqual([{ item_id: ret.items[0].id, quantity: 2 }])

  // The card is closed: the gift card has its money, the card's part is free again.
  shop.bank.saysNo = true
  await shop.work()
  ret = await stands(ret, {
    state: { settlement: 'failed' },
    turn: 'merchant payout 2026-03-13T12:00',
    may: {
      shopper: 'choose correct ship',
      merchant: 'amend resolve book choose credit grade label refund settle_elsewhere ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'resolve book credit label refund void',
    },
  })
  expect(paidTo(ret)).toEqual([
    ['gift_card', 'done', 5_000],
    ['card', 'declined', 3_000],
  ])
  expect(ret.payouts[1].why).toBe('The card is closed.')
  expect(await shop.moved()).toEqual([5_000])

  // The bank opens it again, and only the part that was declined is paid, once.
  shop.bank.saysNo = false
  await does('agent', ret, 'refund', {}, { 'idempotency-key': 'again' })
  await does('agent', ret, 'refund', {}, { 'idempotency-key': 'again' })
  expect(await refuses('agent', ret, 'refund')).toMatchObject({ code: 'payout_in_flight' })
  await shop.work()
  ret = await stands(ret, {
    state: { settlement: 'settled' },
    turn: null,
    may: {
      shopper: 'dispute choose correct ship',
      merchant: 'amend resolve book choose grade grant label ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'resolve book grant label void',
    },
  })
  expect(await shop.moved()).toEqual([5_000, 3_000])
  expect(new Set(ret.payouts.map((payout: any) => payout.key)).size).toBe(3)
  expect([totalOf(ret.grants[0].figure), ret.items[0].quantities.refunded]).toEqual([8_000, 2])
  expect(await shop.log(ret)).toEqual([
    'return.submitted',
    'units.held',
    'request.approved',
    'receiving.recorded',
    'payout.granted',
    'payout.ordered',
    'payout.ordered',
    'payout.sent',
    'payout.done',
    'payout.sent',
    'payout.declined',
    'payout.ordered',
    'payout.sent',
    'payout.done',
  ])
})
