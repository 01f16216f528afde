/** Random moves on random returns: commands that somebody might really send, right and wrong ones mixed, by every role. */
import fc from 'fast-check'
import { as, type FileId, type FulfilmentId, type LineId, type PaymentId } from '../../src/core/ids.ts'
import { money } from '../../src/core/money.ts'
import type { Line, Order } from '../../src/core/order/order.ts'
import { ROLES, type Role } from '../../src/core/party.ts'
import type { Command, VerbName } from '../../src/core/return/commands.ts'
import { CHECKPOINT_KINDS, DISPOSITIONS, DUE_KINDS, GRADES, type Return } from '../../src/core/return/return.ts'
import { standingOffer } from '../../src/core/return/strands/negotiation.ts'
import { VERBS } from '../../src/core/return/verbs/verbs.ts'
import { aLine, anOrder, EUR, eur, NOON, two } from './cast.ts'

/** One drawn step: who, what, and numbers to fill the blanks with. `guided` picks among what the role may do instead of the drawn verb. The same numbers make sense for every verb, so that shrinking works. */
export type Step = {
  role: Role
  verb: VerbName
  which: number
  a: number
  b: number
  c: boolean
  wrong: boolean
  guided: number | null
}

export const step: fc.Arbitrary<Step> = fc.record({
  role: fc.constantFrom(...ROLES),
  verb: fc.constantFrom(...(Object.keys(VERBS) as VerbName[])),
  which: fc.nat(7),
  a: fc.nat(9),
  b: fc.noBias(fc.nat(20_000)),
  c: fc.boolean(),
  wrong: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
  guided: fc.option(fc.nat(999), { freq: 12 }),
})

/** Always open and never in anybody's way: drawing them most of the time would leave little for the rest. */
export const CHATTER: readonly VerbName[] = ['note', 'tag', 'attach', 'message', 'assign', 'flag', 'extend', 'remind']

/** Money as shops have it: odd prices, discounts that do not divide, tax on top or inside. */
export const order: fc.Arbitrary<Order> = fc
  .record({
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 5 }),
        paid: fc.integer({ min: 0, max: 99_999 }),
        discount: fc.nat(999),
        tax: fc.nat(20),
        included: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    freight: fc.nat(999),
    cards: fc.integer({ min: 1, max: 3 }),
    parcels: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ lines, freight, cards, parcels }) => {
    const made = lines.map(({ quantity, paid, discount, tax, included }, place): Line => {
      const amount = Math.floor((paid * tax) / 100)
      return aLine({
        id: `line-${place + 1}`,
        sku: `SKU-${place + 1}`,
        quantity,
        paid,
        discount,
        more: { taxes: tax > 0 ? [{ title: 'VAT', ratePpm: tax * 10_000, amount: two(amount), included }] : [] },
      })
    })
    const total = made.reduce((all, line) => all + line.paid.presentment.amountMinor, freight)
    const share = Math.floor(total / cards)
    const base = anOrder(made, { freight: { paid: two(freight), taxes: [] } })
    return {
      ...base,
      payments: Array.from({ length: cards }, (_, place) => ({
        id: as<PaymentId>(`payment-${place + 1}`),
        externalId: `pay-${place + 1}`,
        kind: place === 1 ? ('gift_card' as const) : ('card' as const),
        gateway: 'simulated',
        captured: eur(place === 0 ? total - share * (cards - 1) : share),
        at: NOON,
      })),
      fulfilments: Array.from({ length: parcels }, (_, place) => ({
        ...base.fulfilments[0]!,
        id: as<FulfilmentId>(`fulfilment-${place + 1}`),
        externalId: `f-${place + 1}`,
        lines: made
          .map(line => ({
            line: line.id,
            quantity:
              place === 0
                ? line.quantity - (parcels - 1) * Math.floor(line.quantity / 2)
                : Math.floor(line.quantity / 2),
          }))
          .filter(row => row.quantity > 0),
      })),
    }
  })

const REFUND = { type: 'refund', to: 'original_payment' } as const
const CREDIT = { type: 'refund', to: 'store_credit' } as const
const variant = { externalId: 'v-new', sku: 'NEW', title: 'L', options: [] }

/** The command a step means on this return; null when it means none. */
export function commandFor({ verb, which, a, b, c, wrong }: Step, ret: Return | null, bought: Order): Command | null {
  const line = bought.lines[which % bought.lines.length]?.id ?? as<LineId>('line-1')
  if (verb === 'submit') {
    return {
      verb,
      handling: undefined,
      items: [
        {
          line: wrong ? as<LineId>('line-unknown') : line,
          quantity: wrong ? a - 2 : 1 + (a % 3),
          reason: { code: 'too_small' },
          handling: c ? 'keep' : 'send_back',
          resolution: a % 3 === 0 ? CREDIT : a === 7 ? { type: 'swap' } : REFUND,
        },
      ],
      inspector: which % 2 === 1 ? 'warehouse' : 'merchant',
      kind: (['after_delivery', 'in_transit', 'on_the_spot'] as const)[which % 3],
      ...(a === 9 && { lane: 'special', approved: true, override: 'Goodwill.' }),
    } as Command
  }
  if (ret === null) return null
  const item = ret.items[which % ret.items.length]?.id ?? as('none')
  const parcel = ret.shipments[which % Math.max(1, ret.shipments.length)]?.id ?? as('none')
  const charge = ret.charges.at(-1)?.id ?? as('none')
  const media = [as<FileId>('file-1')]
  const amount = c ? money(b, EUR) : null
  const quantity = 1 + (a % 3)
  const table: { [V in VerbName]: () => Command<V> | null } = {
    submit: () => null,
    amend: () => ({
      verb: 'amend',
      items: [{ item, quantity: a % 4, handling: c ? 'keep' : 'send_back' }],
      why: 'Changed.',
    }),
    cancel: () => ({ verb: 'cancel', reason: 'No longer.' }),
    approve: () => ({ verb: 'approve', ...(c && { handling: 'keep' }) }),
    reject: () => ({ verb: 'reject', reason: 'Worn.' }),
    expire: () => ({ verb: 'expire' }),
    resolve: () => ({ verb: 'resolve', note: null }),
    reopen: () => ({ verb: 'reopen', reason: 'Looked again.' }),
    offer: () => ({
      verb: 'offer',
      terms: { handling: c ? 'keep' : 'send_back', amount: wrong ? money(-1, EUR) : money(b, EUR) },
    }),
    accept: () => ({ verb: 'accept', offer: standingOffer(ret)?.id ?? as('none') }),
    decline: () => ({ verb: 'decline', offer: standingOffer(ret)?.id ?? as('none') }),
    lapse: () => ({
      verb: 'lapse',
      kind: wrong || !standingOffer(ret) ? (ret.evidence.state === 'due' ? 'evidence' : 'claim') : 'offer',
    }),
    dispute: () => ({ verb: 'dispute', reason: 'objection', text: 'Not so.' }),
    examine: () => ({ verb: 'examine' }),
    withdraw: () => ({ verb: 'withdraw' }),
    prove: () => ({ verb: 'prove', media, text: 'Look.' }),
    judge: () => ({
      verb: 'judge',
      for: c ? 'shopper' : 'merchant',
      pays: c ? (a % 2 ? 'now' : 'after_goods') : 'nothing',
      amount: c && a > 5 ? money(b, EUR) : null,
      text: 'So be it.',
    }),
    entitle: () => ({
      verb: 'entitle',
      outcome: (['pending_request', 'not_required', 'not_eligible'] as const)[a % 3] ?? 'not_required',
    }),
    claim: () => ({ verb: 'claim', amount, text: 'For the damage.' }),
    withdraw_claim: () => ({ verb: 'withdraw_claim' }),
    answer_claim: () => ({
      verb: 'answer_claim',
      approved: c,
      parts: c ? [{ type: 'goods', amount: money(b, EUR) }] : [],
    }),
    choose: () => ({ verb: 'choose', method: c ? 'in_store' : 'retailer_label' }),
    label: () => ({ verb: 'label' }),
    print: () => {
      const label = ret.labels.at(-1)?.id ?? 'none'
      return c
        ? {
            verb: 'print',
            label,
            made: {
              carrier: { slug: 'dhl', name: 'DHL', ref: 7, integrated: true },
              trackingNumber: `T${b}`,
              label: { url: null, shippingSlug: 'dhl', qr: null, charge: null, reference: null },
            },
          }
        : { verb: 'print', label, failed: 'No.' }
    },
    ship: () => ({
      verb: 'ship',
      carrier: { slug: 'dhl' },
      trackingNumber: wrong ? '' : `T${b}`,
      ...(a > 5 && { leg: 'onward' }),
    }),
    correct: () => ({ verb: 'correct', shipment: parcel, trackingNumber: `C${b}` }),
    void: () => ({ verb: 'void', shipment: parcel }),
    track: () => ({
      verb: 'track',
      shipment: parcel,
      checkpoint: { at: NOON, kind: CHECKPOINT_KINDS[b % CHECKPOINT_KINDS.length] ?? 'moving', text: `Scan ${b}` },
    }),
    book: () => ({ verb: 'book', provider: 'happy_returns', number: `D${b}` }),
    drop: () => ({ verb: 'drop', dropoff: ret.dropoffs.at(-1)?.id ?? as('none'), lines: [{ item, quantity }] }),
    forward: () => ({
      verb: 'forward',
      dropoff: ret.dropoffs.at(-1)?.id ?? as('none'),
      externalId: `F${b}`,
      carrierCode: 'ups',
      trackingNumber: `F${b}`,
      contents: [{ item, quantity }],
    }),
    receive: () => ({
      verb: 'receive',
      key: `key-${b % 5}`,
      source: c ? 'dock' : 'carrier',
      lines: [{ item, quantity, gradings: a > 4 ? [{ grade: GRADES[a % 4] ?? 'a', quantity: 1 }] : [] }],
      ...(a === 9 && { refused: 'Crushed.' }),
    }),
    grade: () => ({
      verb: 'grade',
      receiving: ret.receivings.at(-1)?.id ?? as('none'),
      item,
      gradings: [{ grade: GRADES[a % 4] ?? 'a', quantity }],
    }),
    dispose: () => ({
      verb: 'dispose',
      key: `d-${b % 7}`,
      item,
      quantity,
      to: DISPOSITIONS[b % DISPOSITIONS.length] ?? 'restock',
    }),
    match: () => ({ verb: 'match', stray: as('none'), item }),
    grant: () => ({
      verb: 'grant',
      amount,
      ...(a > 6 && { basis: 'goodwill' }),
      ...(a % 2 === 0 && { lines: [{ item, quantity }] }),
    }),
    refund: () => ({ verb: 'refund', ...(a > 6 && { amount }), ...(a % 3 === 0 && { lines: [{ item, quantity }] }) }),
    credit: () => ({ verb: 'credit', ...(a > 6 && { amount }) }),
    settle: () => {
      const payout = ret.payouts.at(-1 - (which % 2))?.id ?? as('none')
      const outcomes: Command<'settle'>[] = [
        { verb: 'settle', payout, outcome: 'done', externalId: `ref-${b}` },
        { verb: 'settle', payout, outcome: 'sent' },
        { verb: 'settle', payout, outcome: 'declined', why: 'No.' },
        { verb: 'settle', payout, outcome: 'unknown', why: 'Silence.' },
      ]
      return outcomes[a % 4] ?? null
    },
    settle_elsewhere: () => ({ verb: 'settle_elsewhere', reference: `bank-${b}`, why: 'By bank.' }),
    lift: () => ({ verb: 'lift', why: 'By mistake.' }),
    exchange: () => ({
      verb: 'exchange',
      lines: [{ variant, title: 'New', product: 'p-new', quantity: 1, unit: two(b), tax: two(0), replaces: item }],
    }),
    place: () =>
      c
        ? { verb: 'place', ordered: { order: null, externalId: `x-${b}`, number: `X${b}` } }
        : { verb: 'place', failed: 'out_of_stock' },
    authorize: () => ({ verb: 'authorize', charge, until: NOON }),
    charge: () => ({
      verb: 'charge',
      charge,
      outcome: (['sent', 'done', 'declined'] as const)[a % 3] ?? 'done',
      why: 'No.',
    }),
    release: () => ({ verb: 'release', charge }),
    extend: () => ({ verb: 'extend', kind: 'answer', to: '2026-04-01T00:00:00.000Z' as never, why: 'Holiday.' }),
    remind: () => ({ verb: 'remind', kind: DUE_KINDS[b % DUE_KINDS.length] ?? 'ship' }),
    note: () => ({ verb: 'note', note: 'Noted.' }),
    tag: () => ({ verb: 'tag', tags: [as('tag-vip')], ...(c && { item }) }),
    attach: () => ({ verb: 'attach', item, media }),
    message: () => ({ verb: 'message', text: 'Hello.', to: 'merchant' }),
    assign: () => ({ verb: 'assign', to: as('actor-agent') }),
    flag: () => ({ verb: 'flag', why: c ? 'Odd.' : null }),
  }
  return table[verb]()
}
