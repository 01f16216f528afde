/** What somebody may get for what they send back, and what each of it comes to: every offer is tried out as if it had been chosen. */
import type { Figure, PartKind } from '../../core/figure.ts'
import { add, type Money, subtract, zero } from '../../core/money.ts'
import type { ResolutionOffer } from '../../core/policy/policy.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Resolution } from '../../core/return/return.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import type { Considered, ConsideredOrder, ConsideredPiece } from './consider.ts'
import type { Draft, DraftSwap, Get, KeptDraft } from './drafts.ts'
import { type Known, knownFor } from './filing-commands.ts'
import { type Estimated, estimateWith, type Goes } from './filing-estimate.ts'
import type { Session, Standing } from './session.ts'

/** `amount` is what it comes to, bonus and fees counted in; `bonus` and `fees` say how much of it they are. */
export type Offer = {
  offer: ResolutionOffer
  amount: Money[]
  bonus: Money[]
  fees: Money[]
  tender: Goes['tender']
}

/** Money would go back to the buyer, who is not to learn that the present came back; so it is offered only where there is nothing else. */
export function offersTo(standing: Standing, { resolutions }: Pick<ConsideredPiece, 'resolutions'>): ResolutionOffer[] {
  const theirs = resolutions.filter(one => one === 'store_credit' || one === 'replace' || one === 'swap')
  return standing === 'recipient' && theirs.length > 0 ? theirs : resolutions
}

/** On offer for every piece there is; a replacement is chosen piece by piece. */
export const offersToAll = (orders: readonly ConsideredOrder[]): ResolutionOffer[] => {
  const [first = [], ...others] = orders.flatMap(order => order.pieces.map(piece => offersTo(order.standing, piece)))
  return first.filter(offer => offer !== 'replace' && others.every(all => all.includes(offer)))
}

/** An offer as it is kept. Whatever stays is paid for the usual way, where that is on offer. */
export function getFor(offer: ResolutionOffer, offered: readonly ResolutionOffer[], variant: Variant | null): Get {
  const back = (resolution: Resolution): Get => ({ kind: 'give_back', resolution })
  switch (offer) {
    case 'swap':
      return back({ type: 'swap' })
    case 'replace':
      return variant === null ? back({ type: 'swap' }) : back({ type: 'replace', variant })
    case 'keep': {
      const to =
        offered.includes('original_payment') || !offered.includes('store_credit') ? 'original_payment' : 'store_credit'
      return { kind: 'keep', resolution: { type: 'refund', to } }
    }
    default:
      return back({ type: 'refund', to: offer })
  }
}
type Variant = Extract<Resolution, { type: 'replace' }>['variant']

/** The word of an offer that was chosen; null where nothing was. */
export function offerChosen(get: Get | null): ResolutionOffer | null {
  if (get === null) return null
  if (get.kind === 'keep') return 'keep'
  return get.resolution.type === 'refund' ? get.resolution.to : get.resolution.type
}

/** `known` spares asking again when several things are asked of one draft. */
type Asking = { session: Session; caller: Caller; draft: KeptDraft; known?: Known | Refusal }

/** What each offer comes to for these pieces, the others as they stand. What cannot be had after all is left out. */
export async function offersFor(
  desk: Desk,
  { session, caller, draft, ...asked }: Asking,
  pieces: readonly string[],
  offers: readonly ResolutionOffer[],
): Promise<Offer[]> {
  const known = asked.known ?? (await knownFor(desk, session, draft.doc))
  if (refused(known)) return []
  const tried = await Promise.all(
    offers.map(async offer => {
      const doc = withGet(draft.doc, pieces, getFor(offer, offers, SAME_AGAIN))
      const estimated = await estimateWith(desk, caller, { ...draft, doc: { ...doc, swaps: [] } }, known)
      return refused(estimated) ? null : { offer, estimated }
    }),
  )
  const found = tried.filter(one => one !== null)
  const plain = found.find(({ offer }) => offer !== 'store_credit')?.estimated
  return found.map(({ offer, estimated }) => offerOf(offer, estimated, plain, draft.doc, pieces))
}

/** An article costs what its piece was paid, in whatever variant. */
const SAME_AGAIN: Variant = { externalId: '', sku: '', title: null, options: [] }

export const withGet = (doc: Draft, pieces: readonly string[], get: Get): Draft => ({
  ...doc,
  pieces: doc.pieces.map(piece => (pieces.includes(piece.id) ? { ...piece, get } : piece)),
})

const FEES: readonly PartKind[] = ['restocking_fee', 'deduction', 'return_cost']
const OWN: readonly PartKind[] = ['goods', 'discount', 'tax', 'restocking_fee', 'deduction']

/** For all pieces it is the whole figure; for some, their own parts of it, and of the bonus what they bring in. */
function offerOf(
  offer: ResolutionOffer,
  estimated: Estimated,
  plain: Estimated | undefined,
  doc: Draft,
  pieces: readonly string[],
): Offer {
  const isWhole = doc.pieces.every(({ id }) => pieces.includes(id))
  const bonus = offer === 'store_credit' ? differences(bonusIn(estimated), plain ? bonusIn(plain) : []) : []
  const own = estimated.orders.map(({ items, figure, order }) => {
    const ids = pieces.flatMap(piece => items.get(piece) ?? [])
    return sumOf(
      figure.parts.filter(({ item, kind, included }) => OWN.includes(kind) && !included && item && ids.includes(item)),
      order.currency,
    )
  })
  return {
    offer,
    amount: isWhole ? estimated.total : sums([...own, ...bonus]),
    bonus,
    fees: sums(
      estimated.orders.map(({ figure, order }) =>
        sumOf(
          figure.parts.filter(({ kind }) => FEES.includes(kind)),
          order.currency,
        ),
      ),
    ).filter(({ amountMinor }) => amountMinor !== 0),
    tender: estimated.orders.length === 1 ? (estimated.orders[0]?.goes.flatMap(({ tender }) => tender) ?? []) : [],
  }
}

const bonusIn = ({ orders }: Estimated): Money[] =>
  sums(
    orders.map(({ figure, order }) =>
      sumOf(
        figure.parts.filter(({ kind }) => kind === 'bonus'),
        order.currency,
      ),
    ),
  ).filter(({ amountMinor }) => amountMinor !== 0)

const sumOf = (parts: Figure['parts'], currency: Money['currency']): Money =>
  parts.reduce((all, { amount }) => add(all, amount.presentment), zero(currency))

function sums(amounts: readonly Money[]): Money[] {
  return [...Map.groupBy(amounts, ({ currency }) => currency).values()].map(([first, ...others]) =>
    others.reduce(add, first as Money),
  )
}

const differences = (more: readonly Money[], less: readonly Money[]): Money[] =>
  more.map(amount => {
    const other = less.find(({ currency }) => currency === amount.currency)
    return other ? subtract(amount, other) : amount
  })

/** What an article more would change: how much is to be paid on top, or still comes back. */
export type Difference = { due: Money | null; back: Money | null }

/** Each tried out by choosing it, beside what was chosen before; what cannot be had is left out. */
export async function differencesWith(
  desk: Desk,
  { session, caller, draft, considered }: Omit<Asking, 'known'> & { considered?: Considered },
  swaps: readonly DraftSwap[],
): Promise<Map<DraftSwap, Difference>> {
  const known = await knownFor(desk, session, { ...draft.doc, swaps: [...draft.doc.swaps, ...swaps] }, considered)
  if (refused(known)) return new Map()
  const tried = await Promise.all(
    swaps.map(async (swap): Promise<[DraftSwap, Difference][]> => {
      const doc = { ...draft.doc, swaps: [...draft.doc.swaps, swap] }
      const estimated = await estimateWith(desk, caller, { ...draft, doc }, known)
      return refused(estimated) ? [] : [[swap, differenceIn(estimated, swap)]]
    }),
  )
  return new Map(tried.flat())
}

function differenceIn({ orders }: Estimated, swap: DraftSwap): Difference {
  const own = orders.find(({ order }) => order.id === swap.order)
  const back = own?.goes.filter(({ to }) => to !== 'exchange').map(({ figure }) => figure.total.presentment) ?? []
  const total = own && back.length > 0 ? back.reduce(add, zero(own.order.currency)) : null
  return { due: own?.due?.presentment ?? null, back: total && total.amountMinor > 0 ? total : null }
}
