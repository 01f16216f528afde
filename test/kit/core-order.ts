/** Orders as shops hand them over, and returns of them with just the facts that money depends on. */
import { as, type GrantId, type ItemId, type ReturnId } from '../../src/core/ids.ts'
import type { Currency } from '../../src/core/money.ts'
import { enterOrder } from '../../src/core/order/entry.ts'
import type { Entry } from '../../src/core/order/entry-needs.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { LineInput, OrderInput } from '../../src/core/order/order-input.ts'
import { NOBODY } from '../../src/core/party.ts'
import type { Effect, Policy, Rule } from '../../src/core/policy/policy.ts'
import { refused } from '../../src/core/refusal.ts'
import { evolve } from '../../src/core/return/evolve.ts'
import type { Grade, Item, OfferEnd, Receiving, Return, Terms } from '../../src/core/return/return.ts'
import type { Shop } from '../../src/core/shop.ts'
import type { Instant } from '../../src/core/time.ts'
import { type Asking, type Counter, type Quote, quote } from '../../src/core/worth/quote.ts'
import { actor, aPolicy, aShop, counter, EUR, NOON } from './cast.ts'

export const JPY = 'JPY' as Currency
export const GBP = 'GBP' as Currency
export const INR = 'INR' as Currency
export const KWD = 'KWD' as Currency

export const anEntry = (more: Partial<Entry> = {}): Entry => ({
  shop: aShop(),
  policy: as('policy-1'),
  at: NOON,
  org: as('org-1'),
  fresh: counter('new'),
  ...more,
})

/** `goods(2, 4000)`: two pieces at 40.00 each. */
export const goods = (quantity: number, unitMinor: number, more: Partial<LineInput> = {}): LineInput => ({
  externalId: 'a',
  title: 'Shirt',
  quantity,
  unitPrice: { amountMinor: unitMinor },
  ...more,
})

/** Lines are named a, b, c … unless they name themselves. */
export const anInput = (lines: LineInput[], more: Partial<OrderInput> = {}): OrderInput => ({
  externalId: 'order-ext',
  placedAt: '2026-03-01T09:00:00.000Z' as Instant,
  completedAt: '2026-03-05T10:00:00.000Z' as Instant,
  currency: EUR,
  taxesIncluded: true,
  lines: lines.map((line, place) => ({
    ...line,
    externalId: line.externalId === 'a' ? 'abcdefgh'.charAt(place) : line.externalId,
  })),
  ...more,
})

/** Enters what must be enterable. */
export function entered(input: OrderInput, before: Order | null = null, entry: Partial<Entry> = {}): Order {
  const answer = enterOrder(input, before, anEntry(entry))
  if (refused(answer)) throw new Error(JSON.stringify(answer.detail.errors))
  return answer
}

export const sold = (lines: LineInput[], more: Partial<OrderInput> = {}): Order => entered(anInput(lines, more))

export const lineOf = (order: Order, externalId = 'a') => {
  const line = order.lines.find(one => one.externalId === externalId)
  if (!line) throw new Error(`The order has no line ${externalId}.`)
  return line
}

/** One live policy of unconditional rules, one effect each. */
export const policyOf = (...effects: Effect[]): Policy =>
  aPolicy(
    effects.map(
      (effect, place): Rule => ({
        id: as(`rule-${place}`),
        name: `Rule ${place}`,
        when: {},
        then: [effect],
        priority: 0,
      }),
    ),
  )

type Wanted = { line?: string; quantity: number } & Partial<Omit<Item, 'line'>>

let births = 0

/** A return as filed: what is asked for, sent back for a refund to the payment. Items are called item-1, item-2 … */
export function filed(order: Order, wanted: Wanted[], more: Partial<Return> = {}): Return {
  const id = as<ReturnId>(`ret-${++births}`)
  const items = wanted.map(
    ({ line = 'a', quantity, ...item }, place): Item => ({
      id: as<ItemId>(`${id}-item-${place + 1}`),
      position: place + 1,
      line: lineOf(order, line).id,
      slices: [],
      kit: null,
      asked: quantity,
      removed: [],
      handling: 'send_back',
      resolution: { type: 'refund', to: 'original_payment' },
      reason: { code: 'too_small', text: null, sub: null, comment: null },
      media: [],
      tags: [],
      serials: [],
      ...item,
    }),
  )
  const born = evolve(null, {
    type: 'return.submitted',
    born: {
      id,
      org: order.org,
      shop: order.shop,
      order: order.id,
      serial: births,
      number: as(`RMA-${births}`),
      group: null,
      kind: 'after_delivery',
      inspector: 'merchant',
      lane: 'standard',
      filedBy: actor('shopper'),
      happenedAt: null,
      comment: null,
      contact: NOBODY,
      billing: null,
      shipping: null,
      pickup: null,
      gift: null,
      destination: null,
      freight: { payer: 'undecided', reason: null },
      method: null,
      items,
      assessment: {
        policy: null,
        at: NOON,
        lines: [],
        zone: null,
        methods: [],
        auto: { decision: null, reason: null, rule: null, refund: null, resolve: null },
        basis: 'accepted',
        overridden: null,
      },
    },
    at: NOON,
    by: actor('shopper'),
    rule: null,
    cause: null,
  })
  return { ...born, ...more }
}

let counts = 0

/** Pieces counted in at the dock: of the nth item so many, some of them graded. */
export function arrived(ret: Return, quantity: number, grades: Partial<Record<Grade, number>> = {}, item = 1): Return {
  const receiving: Receiving = {
    id: as(`receiving-${++counts}`),
    key: `count-${counts}`,
    at: NOON,
    by: actor('warehouse'),
    source: 'dock',
    place: null,
    refused: null,
    replaces: [],
    lines: [
      {
        item: itemAt(ret, item),
        quantity,
        gradings: Object.entries(grades).map(([grade, n]) => ({
          grade: grade as Grade,
          quantity: n,
          note: null,
          media: [],
          inspector: null,
          at: null,
        })),
      },
    ],
  }
  return { ...ret, receivings: [...ret.receivings, receiving] }
}

export function itemAt(ret: Return, place: number): ItemId {
  const item = ret.items[place - 1]
  if (!item) throw new Error(`The return has no item ${place}.`)
  return item.id
}

export const counterFor = (
  order: Order,
  policy: Policy | null = null,
  siblings: Return[] = [],
  shop: Shop = aShop(),
): Counter => ({
  order,
  shop,
  policy,
  siblings,
})

/** A quote that must not be refused. */
export function quoteOf(ret: Return, tray: Counter, asking: Asking = {}): Quote {
  const answer = quote(ret, tray, asking)
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}

let grants = 0

/** The return after its quote was promised. */
export function promised(ret: Return, tray: Counter, asking: Asking = {}): Return {
  const answer = quoteOf(ret, tray, asking)
  const more = answer.grants.map(grant => ({
    ...grant,
    id: as<GrantId>(`grant-${++grants}`),
    at: NOON,
    by: actor('agent'),
    basis: answer.basis,
    replaces: [],
  }))
  return { ...ret, grants: [...ret.grants, ...more] }
}

export const totalOf = (answer: Quote): number => answer.figure.total.presentment.amountMinor

/** Parts in short: `['goods 1000', 'discount -100', 'tax 90 included']`. */
export const partsOf = (answer: { figure: Quote['figure'] }): string[] =>
  answer.figure.parts.map(
    part =>
      `${part.kind} ${part.amount.presentment.amountMinor}${part.included ? ' included' : ''}${part.why ? ` (${part.why})` : ''}`,
  )

/** The return after an offer by the merchant that ended this way. */
export const offerEnded = (ret: Return, terms: Terms, end: OfferEnd): Return => ({
  ...ret,
  offers: [
    { id: as('offer-1'), by: 'merchant', person: 'The agent', at: NOON, until: null, terms, end, endedAt: NOON },
  ],
})
