import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DeskKit, openKit } from '../../../test/kit/desk.ts'
import type { CatalogueProduct } from '../../core/catalogue.ts'
import type { Currency } from '../../core/money.ts'
import type { Order } from '../../core/order/order.ts'
import type { Effect } from '../../core/policy/policy.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Return } from '../../core/return/return.ts'
import { openCharges } from '../../core/return/charging.ts'
import { inAll } from '../../core/worth/quote.ts'
import { returnsOfOrder } from '../../db/returns.ts'
import type { Caller } from '../caller.ts'
import { surroundings } from '../look.ts'
import { activatePolicy, draftPolicy } from '../policies.ts'
import { putProducts } from '../products.ts'
import { changeDraft, type Draft, type DraftPiece, type KeptDraft, startDraft } from './drafts.ts'
import { estimateDraft, returnsOfDraft, sendDraft } from './filing.ts'
import { proved, type Session, shopperAt } from './session.ts'

let kit: DeskKit

const EUR = 'EUR' as Currency
const eur = (amountMinor: number) => ({ amountMinor, currency: EUR })
const CAUSE = { cause: 'test' }

beforeAll(async () => {
  kit = await openKit({
    methods: [
      { type: 'customer_courier', name: 'Your own carrier', zones: [], label: false },
      { type: 'retailer_label', name: 'Prepaid label', zones: ['DE'], label: true },
    ],
  })
  await live(
    { resolutions: ['original_payment', 'store_credit', 'replace', 'swap', 'keep'] },
    { bonus: { ratePpm: 100_000 } },
    {
      methods: [
        { type: 'customer_courier', cost: { free: true } },
        { type: 'retailer_label', cost: { flat: eur(490) } },
      ],
    },
  )
  const put = await putProducts(kit.desk, kit.as('owner'), kit.shop.id, [
    product('scarf', 'Wool scarf', [['scarf-red', 3900, 3]]),
    product('coat', 'Winter coat', [
      ['coat-m', 12_000, 5],
      ['coat-l', 12_000, 0],
    ]),
  ])
  expect(put).toEqual({ kept: 2 })
})

async function live(...then: Effect[]): Promise<void> {
  const rules = [{ id: 'rule' as never, name: 'What is on offer', when: {}, then, priority: 0 }]
  const drafted = got(await draftPolicy(kit.desk, kit.as('owner'), kit.shop.id, { name: 'Offers', rules }))
  got(await activatePolicy(kit.desk, kit.as('owner'), kit.shop.id, drafted.id, null))
}

const product = (id: string, title: string, variants: [string, number, number | null][]): CatalogueProduct => ({
  id,
  title,
  type: 'clothing',
  vendor: null,
  image: null,
  variants: variants.map(([sku, amountMinor, stock]) => ({
    id: sku,
    sku,
    title: sku,
    options: [{ name: 'Size', value: sku.split('-')[1] ?? '' }],
    prices: [eur(amountMinor)],
    stock,
    image: null,
  })),
})

function got<T>(answer: T | Refusal): T {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}

type Desk = { session: Session; caller: Caller }

function shopperOf(...orders: Order[]): Desk {
  const session = orders.reduce<Session | null>((known, order) => proved(kit.desk, order, 'customer', known), null)
  if (session === null) throw new Error('Name an order.')
  return {
    session,
    caller: shopperAt(
      session,
      orders.map(order => ({ order, standing: 'customer' as const })),
      'portal',
    ),
  }
}

const piece = (order: Order, more: Partial<DraftPiece> = {}): DraftPiece => ({
  id: `p${Math.ceil(Math.random() * 1e9)}`,
  order: order.id,
  line: order.lines[0]!.id,
  fulfilment: null,
  quantity: 1,
  kitWhole: false,
  reason: 'too_small',
  sub: null,
  comment: null,
  photos: [],
  get: { kind: 'give_back', resolution: { type: 'refund', to: 'original_payment' } },
  ...more,
})

const get = (resolution: NonNullable<DraftPiece['get']>['resolution']): Partial<DraftPiece> => ({
  get: { kind: 'give_back', resolution },
})

const draftOf = (
  { session }: Desk,
  orders: Order[],
  pieces: DraftPiece[],
  more: Partial<Draft> = {},
): Promise<KeptDraft> =>
  startDraft(kit.desk, session, { orders: orders.map(({ id }) => id), pieces, method: 'customer_courier', ...more })

const send = ({ session, caller }: Desk, draft: KeptDraft) => sendDraft(kit.desk, session, caller, draft, CAUSE)
const estimate = async ({ session, caller }: Desk, draft: KeptDraft) =>
  got(await estimateDraft(kit.desk, session, caller, draft))
const returnsOf = (order: Order): Promise<Return[]> => returnsOfOrder(kit.desk.db, kit.org, order.id)

describe('a draft that is sent', () => {
  test('becomes one return, by the same commands that were shown before', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const draft = await draftOf(shopper, [order], [piece(order)], { comment: 'Sleeves', email: 'new@example.com' })
    const before = await estimate(shopper, draft)
    expect(before.total).toEqual([eur(5000)])
    expect(await returnsOf(order)).toEqual([])
    const { returns, draft: after } = got(await send(shopper, draft))
    expect(returns).toHaveLength(1)
    expect(returns[0]).toMatchObject({ comment: 'Sleeves', group: null, contact: { emails: ['new@example.com'] } })
    expect(returns[0]?.filedBy).toMatchObject({ role: 'shopper', via: 'portal' })
    expect(after.doc.filed).toEqual([returns[0]?.id])
    expect((await returnsOfDraft(kit.desk, after)).map(({ id }) => id)).toEqual(after.doc.filed)
  })

  test('of several orders becomes one group with a return each', async () => {
    const [one, two] = [await kit.order(), await kit.order()]
    const shopper = shopperOf(one, two)
    const draft = await draftOf(shopper, [one, two], [piece(two), piece(one)])
    expect((await estimate(shopper, draft)).total).toEqual([eur(10_000)])
    const { returns } = got(await send(shopper, draft))
    expect(returns.map(ret => ret.order)).toEqual([one.id, two.id])
    expect(new Set(returns.map(ret => ret.group))).toEqual(new Set([draft.id]))
  })

  test('twice at the same moment files one set of returns', async () => {
    const [one, two] = [await kit.order(), await kit.order()]
    const shopper = shopperOf(one, two)
    const draft = await draftOf(shopper, [one, two], [piece(one), piece(two)])
    const sent = await Promise.all(Array.from({ length: 5 }, () => send(shopper, draft)))
    const numbers = sent.map(answer =>
      got(answer)
        .returns.map(ret => ret.number)
        .join(),
    )
    expect(new Set(numbers).size).toBe(1)
    expect([(await returnsOf(one)).length, (await returnsOf(two)).length]).toEqual([1, 1])
  })

  test('again in other words, after the answer to the first time was lost, gives the first returns', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const draft = await draftOf(shopper, [order], [piece(order)])
    const first = got(await send(shopper, draft))
    const unaware: KeptDraft = { ...draft, doc: { ...draft.doc, pieces: [piece(order, { quantity: 2 })] } }
    expect(got(await send(shopper, unaware)).returns.map(({ id }) => id)).toEqual(first.returns.map(({ id }) => id))
    expect(await returnsOf(order)).toHaveLength(1)
  })

  test('is refused whole when somebody took the last piece of one order, with the piece named and everything kept', async () => {
    const [one, two] = [await kit.order(), await kit.order()]
    const shopper = shopperOf(one, two)
    const taken = piece(two, { quantity: 2 })
    const draft = await draftOf(shopper, [one, two], [piece(one), taken])
    await kit.file(two, 2)
    const no = (await send(shopper, draft)) as Refusal
    expect(no.code).toMatch(/quantity_exceeded|not_eligible/)
    expect(no.detail).toMatchObject({ order: two.id, piece: taken.id })
    expect(await returnsOf(one)).toEqual([])
    const fixed = got(await changeDraft(kit.desk, draft, { pieces: [draft.doc.pieces[0] as DraftPiece] }))
    expect(got(await send(shopper, fixed)).returns).toHaveLength(1)
  })

  test('at the same moment as another for the last piece: one of them is filed', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const drafts = await Promise.all([1, 2, 3].map(() => draftOf(shopper, [order], [piece(order, { quantity: 2 })])))
    const sent = await Promise.all(drafts.map(draft => send(shopper, draft)))
    expect(sent.filter(answer => !refused(answer))).toHaveLength(1)
    for (const answer of sent)
      if (refused(answer)) expect(answer.detail).toMatchObject({ order: order.id, piece: expect.any(String) })
  })

  test('without a piece is refused', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    expect(await send(shopper, await draftOf(shopper, [order], []))).toMatchObject({ code: 'invalid' })
  })
})

describe('what somebody gets', () => {
  test('store credit comes with its bonus, told apart', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const credit = get({ type: 'refund', to: 'store_credit' })
    const { orders } = await estimate(shopper, await draftOf(shopper, [order], [piece(order, credit)]))
    expect(orders[0]?.goes).toMatchObject([{ to: 'store_credit', figure: { total: { presentment: eur(5500) } } }])
    expect(orders[0]?.figure.parts.find(({ kind }) => kind === 'bonus')?.amount.presentment).toEqual(eur(500))
  })

  test('something dearer leaves a difference, which is asked for when it is sent', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const swap = { order: order.id, product: 'coat', variant: 'coat-m', quantity: 1 }
    const draft = await draftOf(shopper, [order], [piece(order, get({ type: 'swap' }))], { swaps: [swap] })
    expect((await estimate(shopper, draft)).due).toEqual([eur(7000)])
    const { returns } = got(await send(shopper, draft))
    expect(returns[0]?.charges).toMatchObject([{ kind: 'exchange_difference', state: 'asked', amount: eur(7000) }])
    expect(returns[0]?.exchange).toMatchObject({
      state: 'proposed',
      lines: [{ product: 'coat', total: { presentment: eur(12_000) } }],
    })
  })

  test('something cheaper gives the rest back', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const swap = { order: order.id, product: 'scarf', variant: 'scarf-red', quantity: 1 }
    const draft = await draftOf(shopper, [order], [piece(order, get({ type: 'swap' }))], { swaps: [swap] })
    const { orders, due } = await estimate(shopper, draft)
    expect(due).toEqual([])
    expect(orders[0]?.goes.map(({ to, figure }) => [to, figure.total.presentment.amountMinor])).toEqual([
      ['original_payment', 1100],
      ['exchange', 3900],
    ])
  })

  test('the same article in another variant is even', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const variant = { externalId: 'shirt-l', sku: 'SHIRT-L', title: 'L', options: [{ name: 'Size', value: 'L' }] }
    const draft = await draftOf(shopper, [order], [piece(order, get({ type: 'replace', variant }))])
    expect((await estimate(shopper, draft)).due).toEqual([])
    const [ret] = got(await send(shopper, draft)).returns
    expect(ret?.exchange?.lines).toMatchObject([{ variant: { sku: 'SHIRT-L' }, replaces: ret?.items[0]?.id }])
    expect(ret?.items[0]?.resolution).toMatchObject({ type: 'replace' })
    expect(openCharges(ret?.charges ?? [])).toEqual([])
  })

  test('an exchange that nobody has chosen anything for is not sent', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const swapped = piece(order, get({ type: 'swap' }))
    const draft = await draftOf(shopper, [order], [swapped])
    expect((await estimate(shopper, draft)).due).toEqual([])
    expect(await send(shopper, draft)).toMatchObject({ code: 'terms_unavailable', detail: { piece: swapped.id } })
  })

  test.each([
    ['sold out', 'coat', 'coat-l'],
    ['not sold any more', 'hat', 'hat-s'],
  ])('what is %s cannot be chosen', async (_why, id, variant) => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const swaps = [{ order: order.id, product: id, variant, quantity: 1 }]
    const draft = await draftOf(shopper, [order], [piece(order, get({ type: 'swap' }))], { swaps })
    expect(await send(shopper, draft)).toMatchObject({ code: 'out_of_stock', detail: { product: id } })
  })

  test('the country it travels from decides on the ways there are', async () => {
    const order = await kit.order()
    const shopper = shopperOf(order)
    const from = { ...order.shipping!, country: 'GR' }
    const away = await draftOf(shopper, [order], [piece(order)], { from, method: null })
    expect((await estimate(shopper, away)).orders[0]?.ret.assessment.methods.map(({ type }) => type)).toEqual([
      'customer_courier',
    ])
    const label = await draftOf(shopper, [order], [piece(order)], { from, method: 'retailer_label' })
    expect(await send(shopper, label)).toMatchObject({ code: 'method_unavailable' })
    const home = await draftOf(shopper, [order], [piece(order)], { method: 'retailer_label' })
    expect((await estimate(shopper, home)).total).toEqual([eur(4510)])
  })
})

describe('whatever is drafted', () => {
  test('is filed for what was shown', async () => {
    const wishes = [
      get({ type: 'refund', to: 'original_payment' }),
      get({ type: 'refund', to: 'store_credit' }),
      get({ type: 'swap' }),
      { get: { kind: 'keep', resolution: { type: 'refund', to: 'original_payment' } } } as const,
    ]
    for (let turn = 0; turn < 24; turn++) {
      const order = await kit.order({
        externalId: randomUUID(),
        lines: [
          { externalId: 'l1', title: 'Shirt', sku: 'SHIRT-M', quantity: 3, unitPrice: { amountMinor: 3333 + turn } },
          { externalId: 'l2', title: 'Hat', sku: 'HAT', quantity: 2, unitPrice: { amountMinor: 1999 } },
        ],
        discount: { amountMinor: turn * 37 },
        fulfilments: [
          {
            externalId: 'f1',
            state: 'sent',
            lines: [
              { line: 'l1', quantity: 3 },
              { line: 'l2', quantity: 2 },
            ],
            sentAt: kit.clock.now,
            deliveredAt: kit.clock.now,
          },
        ],
        payments: [{ externalId: 'card', kind: 'card', gateway: 'simulated', captured: { amountMinor: 20_000 } }],
      })
      const shopper = shopperOf(order)
      const pieces = [
        piece(order, { ...wishes[turn % 4], quantity: 1 + (turn % 3) }),
        piece(order, { ...wishes[(turn >> 2) % 4], line: order.lines[1]!.id }),
      ]
      const swaps = [
        {
          order: order.id,
          product: turn % 2 ? 'coat' : 'scarf',
          variant: turn % 2 ? 'coat-m' : 'scarf-red',
          quantity: 1,
        },
      ]
      const draft = await draftOf(shopper, [order], pieces, {
        swaps,
        method: turn % 5 ? 'retailer_label' : 'customer_courier',
      })
      const [shown] = (await estimate(shopper, draft)).orders
      const [ret] = got(await send(shopper, draft)).returns
      const counter = await surroundings(kit.desk, ret as Return)
      expect(inAll(ret as Return, counter)).toEqual(shown?.figure && withItems(shown.figure, shown.ret, ret as Return))
      const asked = openCharges(ret?.charges ?? []).map(({ amount }) => amount.amountMinor)
      expect(asked).toEqual(shown?.due ? [shown.due.presentment.amountMinor] : [])
    }
  })
})

/** A preview's items have ids of their own. */
const withItems = (figure: ReturnType<typeof inAll>, from: Return, to: Return) => ({
  ...figure,
  parts: figure.parts.map(part =>
    part.item === undefined
      ? part
      : { ...part, item: to.items[from.items.findIndex(({ id }) => id === part.item)]?.id },
  ),
})
