/** The steps between the words of each strand, as the walk really sees them: what the lifecycle page draws. */
import { as, type ShipmentId, type StrayId } from '../../src/core/ids.ts'
import type { Effect, Rule } from '../../src/core/policy/policy.ts'
import type { VerbName } from '../../src/core/return/commands.ts'
import { received, returned } from '../../src/core/return/quantities.ts'
import type { Return } from '../../src/core/return/return.ts'
import { everMoved, parcelState } from '../../src/core/return/strands/parcel.ts'
import { liveInbound } from '../../src/core/return/strands/transit.ts'
import { COLUMN_NAMES, type Column, columnsOf } from '../../src/core/return/where.ts'
import { aPolicy, aShop, eur, NOON } from '../kit/cast.ts'
import { asked, submitted } from '../kit/given.ts'
import { COUNTS, ONWARD, PAPER, PARCELS, PAYMENTS, REQUESTS } from './moves.ts'
import { type Edge, type Witness, walk, witnessOf } from './walk.ts'

/** The columns that change; the rest are plain facts. */
export const STRANDS = COLUMN_NAMES.slice(0, 9) as Exclude<Column, 'handling' | 'kind' | 'inspector'>[]
export type Strand = (typeof STRANDS)[number]

/** The word every strand begins from before there is a return. */
export const NOTHING = '[*]'

/** Per strand and step, the verbs that cause it: `{ request: { 'submitted → approved': 'accept approve judge' } }`. */
export type Edges = Record<Strand, Record<string, string>>

/** Collects steps. Handed to a walk as it is: `walk(…, observer.met)`. */
export class Observer {
  private readonly seen = STRANDS.map(() => new Map<string, Set<VerbName>>())

  readonly met = ({ from, to, move }: Edge): void => this.add(from.tuple, to.tuple, move.verb)

  born({ tuple }: Witness): void {
    this.add(null, tuple, 'submit')
  }

  /** Letters are compared, for this is asked millions of times. */
  private add(from: string | null, to: string, verb: VerbName): void {
    for (let place = 0; place < STRANDS.length; place++) {
      if (from !== null && from[place] === to[place]) continue
      const step = `${from?.[place] ?? ' '}${to[place]}`
      const verbs = this.seen[place]?.get(step)
      if (verbs) verbs.add(verb)
      else this.seen[place]?.set(step, new Set([verb]))
    }
  }

  edges(): Edges {
    return Object.fromEntries(
      STRANDS.map((strand, place) => {
        const word = (letter: string | undefined) =>
          letter === ' ' ? NOTHING : columnsOf(`${' '.repeat(place)}${letter}`)[strand]
        const steps = [...(this.seen[place] ?? [])].toSorted(([one], [other]) => (one < other ? -1 : 1))
        return [
          strand,
          Object.fromEntries(
            steps.map(([step, verbs]) => [`${word(step[0])} → ${word(step[1])}`, [...verbs].sort().join(' ')]),
          ),
        ]
      }),
    ) as Edges
  }
}

const policy = (...then: Effect[]) =>
  aPolicy([{ id: 'rule', name: 'Rule', when: {}, then, priority: 0 } satisfies Record<keyof Rule, unknown> as never])

/** Every way a return can begin: as filed, decided by the door or by policy, to send or to keep, with a way back or without. */
export function births(): Witness[] {
  return [
    submitted({ method: null }),
    submitted({ method: 'customer_courier' }),
    submitted(kept),
    submitted({ approved: true }, {}, 'agent'),
    submitted({}, { policy: policy({ auto: 'approve' }) }),
    submitted({}, { policy: policy({ auto: 'reject', reason: 'No' }) }),
    submitted({}, { policy: policy({ auto: 'approve' }, { keepBelow: eur(10_001) }) }),
    submitted(
      {},
      { policy: policy({ auto: 'approve' }, { keepBelow: eur(10_001) }), shop: aShop({ compensation: true }) },
    ),
  ].map(({ ret, tray }) => witnessOf(ret, tray))
}

const state = ({ tuple }: Witness): string => tuple

/** Parcels from the warehouse to the shop: they leave once goods are here and cross nothing else. */
export function walkOnward(observer: Observer): Witness[] {
  const here = submitted({ inspector: 'warehouse' })
    .then({ verb: 'approve' }, { by: 'agent' })
    .then(ret => ({ verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }), {
      by: 'warehouse',
    })
  return walk([witnessOf(here.ret, here.tray)], ONWARD, state, observer.met)
}

/** Labels that come from outside, and goods that came without paper. */
export function walkPaper(observer: Observer): Witness[] {
  const shop = aShop()
  const waiting = submitted({ method: 'retailer_label' }, { shop, strays: [stray(shop)] })
  const ordered = waiting.then({ verb: 'label' }, { by: 'agent' })
  const moved = (of: typeof ordered, kind: 'moving' | 'delivered') =>
    of
      .then({ verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1', contents: [] }, { by: 'agent' })
      .then(ret => scan(ret, kind), { by: 'carrier' })
  const starts = [waiting, ordered, moved(ordered, 'moving'), moved(ordered, 'delivered')]
  return walk(
    starts.map(({ ret, tray }) => witnessOf(ret, tray)),
    PAPER,
    ({ ret, tuple }) => `${tuple} ${ret.labels.map(label => label.state).join()}`,
    observer.met,
  )
}

const scan = (ret: Return, kind: 'moving' | 'delivered') =>
  ({
    verb: 'track',
    shipment: ret.shipments.at(-1)?.id ?? as<ShipmentId>(''),
    checkpoint: { at: NOON, kind, text: '' },
  }) as const

const stray = (shop: ReturnType<typeof aShop>): Witness['tray']['strays'][number] => ({
  id: as<StrayId>('stray-1'),
  org: shop.org,
  shop: shop.id,
  at: NOON,
  by: { role: 'warehouse', id: null, name: 'The warehouse', via: 'api', email: null },
  place: null,
  text: 'A shirt',
  sku: null,
  quantity: 1,
  media: [],
  trackingNumber: null,
  matched: null,
})

const filed = (more: Parameters<typeof submitted>[0] = {}): Witness => {
  const { ret, tray } = submitted(more)
  return witnessOf(ret, tray)
}
const kept = { items: [asked(2, { handling: 'keep' })] }

/** Two parcels and a counter, with a way back or without: the columns show one word for all of them. */
export function walkParcels(observer: Observer): Witness[] {
  const goods = ({ ret, columns }: Witness): string =>
    [
      columns.request,
      columns.handling,
      ret.method !== null,
      ret.dropoffs.map(dropoff => dropoff.drops.length),
      liveInbound(ret)
        .map(parcel => `${parcelState(parcel)} ${everMoved(parcel)}`)
        .sort(),
    ].join()
  const starts = [filed({ method: null }), filed({ method: 'customer_courier' }), filed(kept)]
  return walk(starts, [...REQUESTS, ...PARCELS], goods, observer.met)
}

/** Counts that correct each other, and pieces that never came. */
export function walkCounts(observer: Observer): Witness[] {
  const counts = ({ ret, columns }: Witness): string => {
    const [item] = ret.items
    const missing = ret.dispositions.filter(({ to }) => to === 'missing').length
    return [
      columns.request,
      columns.handling,
      item && [returned(item), received(ret, item.id)],
      missing,
      ret.receivings.length > 0,
    ].join()
  }
  return walk([filed(), filed(kept)], [...REQUESTS, ...COUNTS], counts, observer.met)
}

/** Several payouts of one return; no more than three are told apart. */
export function walkPayments(observer: Observer): Witness[] {
  const payments = ({ ret, columns }: Witness): string =>
    [
      columns.request,
      columns.settlement,
      columns.handling,
      ret.exchange?.state,
      ret.payouts.slice(-3).map(({ kind, state }) => `${kind} ${state}`),
    ].join()
  return walk([filed(), filed(kept)], [...REQUESTS, ...PAYMENTS], payments, observer.met)
}
