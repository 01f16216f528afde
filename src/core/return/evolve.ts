/** Folds what happened into the return as it is now. The same fold over the stored log gives the stored row, which tests hold it to. */
import type { ItemId, ShipmentId } from '../ids.ts'
import type { Mark } from '../party.ts'
import { type Refusal, refused, unreachable } from '../refusal.ts'
import type { Event, Held } from './events.ts'
import { assertInvariants } from './invariants.ts'
import type {
  Charge,
  DueKind,
  Exchange,
  Item,
  MarkKind,
  Noticed,
  Offer,
  Payout,
  Request,
  Return,
  Shipment,
} from './return.ts'

/** One event more. `before` is null only for `return.submitted`. */
export function evolve(before: Return | null, event: Event): Return {
  if (event.type === 'return.submitted') return born(event)
  if (before === null) throw new Error(`A return cannot begin with ${event.type}.`)
  const after = apply(before, event)
  return {
    ...after,
    version: before.version + 1,
    updatedAt: event.at,
    due: event.due ? { ...after.due, ...event.due } : after.due,
  }
}

/** Several events, and what must always be true afterwards. */
export function evolveAll(before: Return | null, events: readonly Event[]): Return {
  const after = events.reduce<Return | null>(evolve, before)
  if (after === null) throw new Error('Nothing happened to a return that does not exist.')
  assertInvariants(after)
  return after
}

/**
 * Lets a verb build on its own consequences: each step sees the return as the steps before left it.
 * A step gives events or a refusal; the first refusal ends the chain and nothing has happened.
 */
export function follow(ret: Return, ...steps: ((ret: Return) => Event[] | Refusal)[]): Event[] | Refusal {
  const events: Event[] = []
  let now = ret
  for (const step of steps) {
    const more = step(now)
    if (refused(more)) return more
    events.push(...more)
    now = more.reduce<Return>(evolve, now)
  }
  return events
}

function born(event: Event<'return.submitted'>): Return {
  return {
    ...event.born,
    version: 1,
    createdAt: event.at,
    updatedAt: event.at,
    reassessed: null,
    offers: [],
    evidenceGiven: [],
    shipments: [],
    labels: [],
    dropoffs: [],
    receivings: [],
    dispositions: [],
    grants: [],
    payouts: [],
    charges: [],
    exchange: null,
    advance: null,
    request: { state: 'submitted' },
    dispute: { state: 'none' },
    evidence: { state: 'not_due' },
    compensation: { state: 'not_applicable' },
    marks: {},
    due: event.due ?? {},
    note: null,
    tags: [],
    messages: [],
    assignee: null,
    flagged: null,
  }
}

/** What one event changes; everything it does not name stays as it was. */
function apply(ret: Return, event: Event): Return {
  switch (event.type) {
    case 'return.submitted':
      throw new Error('A return is submitted once.')
    case 'return.amended': {
      const { type, at, by, rule, cause, due, ...changed } = event
      return { ...ret, ...changed }
    }
    case 'item.removed':
      return item(ret, event.item, old => ({
        ...old,
        removed: [...old.removed, { quantity: event.quantity, mark: markOf(event), why: event.why }],
      }))
    case 'item.changed': {
      const { asked, reason, resolution, handling, serials } = event
      return item(ret, event.item, old => ({
        ...old,
        ...(asked !== undefined && { asked }),
        ...(reason && { reason }),
        ...(resolution && { resolution }),
        ...(handling && { handling }),
        ...(serials && { serials }),
      }))
    }
    case 'units.held':
      return event.slices.reduce(hold, ret)
    case 'units.freed':
      return event.slices.reduce(free, ret)

    case 'request.approved':
      return request(withoutMark(ret, 'rejected'), { state: 'approved' }, 'approved', event)
    case 'request.rejected':
      return request(ret, { state: 'rejected', reason: event.reason }, 'rejected', event)
    case 'request.cancelled':
      return request(ret, { state: 'cancelled', cause: event.because, reason: event.reason }, 'cancelled', event)
    case 'request.expired':
      return request(ret, { state: 'expired' }, 'expired', event)
    case 'request.resolved':
      return request(ret, { state: 'resolved' }, 'resolved', event)
    case 'request.reopened':
      return reopened(ret, event)
    case 'reason.reassessed':
      return { ...ret, reassessed: event.code }

    case 'offer.made':
      return { ...ret, offers: [...ret.offers, event.offer] }
    case 'offer.accepted':
      return endOffer(ret, event.offer, 'accepted', event)
    case 'offer.declined':
      return endOffer(ret, event.offer, 'declined', event)
    case 'offer.lapsed':
      return endOffer(ret, event.offer, 'lapsed', event)
    case 'offer.superseded':
      return endOffer(ret, event.offer, 'superseded', event)
    case 'offer.overtaken':
      return endOffer(ret, event.offer, 'overtaken', event)

    case 'dispute.raised':
      return { ...ret, dispute: { state: 'raised', case: event.case } }
    case 'dispute.examined':
      return { ...ret, dispute: { state: 'judging', case: caseOf(ret) } }
    case 'dispute.judged': {
      const state = event.for === 'shopper' ? 'for_shopper' : 'for_merchant'
      return { ...ret, dispute: { state, case: caseOf(ret), verdict: event.verdict }, evidence: noLongerDue(ret) }
    }
    case 'dispute.withdrawn':
      return {
        ...ret,
        dispute: { state: 'withdrawn', case: caseOf(ret), moot: event.moot },
        evidence: noLongerDue(ret),
      }
    case 'evidence.asked':
      return { ...ret, evidence: { state: 'due', by: event.until } }
    case 'evidence.given':
      return evidenceGiven(ret, event)
    case 'evidence.missed':
      return { ...ret, evidence: { state: 'overdue', since: event.at } }

    case 'method.chosen':
      return { ...ret, method: event.method }
    case 'shipment.added':
      return { ...ret, shipments: [...ret.shipments, event.shipment] }
    case 'shipment.changed': {
      const { type, at, by, rule, cause, due, shipment, ...changed } = event
      return parcel(ret, shipment, old => ({ ...old, ...changed }))
    }
    case 'shipment.cancelled':
      return parcel(ret, event.shipment, old => ({ ...old, cancelledAt: event.at }))
    case 'shipment.tracked':
      return parcel(ret, event.shipment, old => ({ ...old, checkpoints: [...old.checkpoints, event.checkpoint] }))
    case 'label.ordered':
      return {
        ...ret,
        labels: [
          ...ret.labels,
          {
            id: event.label,
            state: 'ordered',
            reference: event.reference,
            from: event.from,
            to: event.to,
            contents: event.contents,
            shipment: null,
            why: null,
            at: event.at,
          },
        ],
      }
    case 'label.made':
      return {
        ...ret,
        labels: ret.labels.map(label =>
          label.id === event.label ? { ...label, state: 'made', shipment: event.shipment } : label,
        ),
      }
    case 'label.failed':
      return {
        ...ret,
        labels: ret.labels.map(label =>
          label.id === event.label ? { ...label, state: 'failed', why: event.why } : label,
        ),
      }
    case 'dropoff.made':
      return { ...ret, dropoffs: [...ret.dropoffs, event.dropoff] }
    case 'dropoff.dropped':
      return {
        ...ret,
        dropoffs: ret.dropoffs.map(old =>
          old.id === event.dropoff ? { ...old, drops: [...old.drops, event.drop] } : old,
        ),
      }
    case 'dropoff.shipped':
      return {
        ...ret,
        dropoffs: ret.dropoffs.map(old =>
          old.id === event.dropoff ? { ...old, shipments: [...old.shipments, event.shipment] } : old,
        ),
      }

    case 'receiving.recorded':
      return marked({ ...ret, receivings: [...ret.receivings, event.receiving] }, 'received', event)
    case 'receiving.refused':
      return { ...ret, receivings: [...ret.receivings, event.receiving] }
    case 'receiving.graded':
      return {
        ...ret,
        receivings: ret.receivings.map(old =>
          old.id === event.receiving
            ? {
                ...old,
                lines: old.lines.map(line =>
                  line.item === event.item ? { ...line, gradings: [...line.gradings, ...event.gradings] } : line,
                ),
              }
            : old,
        ),
      }
    case 'stray.matched':
      return ret
    case 'disposition.recorded':
      return { ...ret, dispositions: [...ret.dispositions, event.disposition] }

    case 'payout.granted':
      return { ...ret, grants: [...ret.grants, event.grant] }
    case 'payout.ordered':
      return { ...ret, payouts: [...ret.payouts, event.payout] }
    case 'payout.sent':
      return payout(ret, event.payout, old => ({
        ...old,
        state: 'sent',
        externalId: event.externalId ?? old.externalId,
      }))
    case 'payout.done':
      return marked(
        payout(ret, event.payout, old => ({
          ...old,
          state: 'done',
          externalId: event.externalId ?? old.externalId,
          reference: event.reference ?? old.reference,
          transactions: event.transactions,
          doneAt: event.at,
          why: null,
        })),
        'refunded',
        event,
      )
    case 'payout.declined':
      return payout(ret, event.payout, old => ({ ...old, state: 'declined', why: event.why }))
    case 'payout.unknown':
      return payout(ret, event.payout, old => ({ ...old, state: 'unknown', why: event.why }))
    case 'credit.issued':
      return payout(ret, event.payout, old => ({ ...old, reference: event.reference }))
    case 'settlement.marked_elsewhere':
      return { ...ret, payouts: [...ret.payouts, event.payout] }
    case 'settlement.unmarked':
      return {
        ...ret,
        payouts: ret.payouts.map(old =>
          old.kind === 'elsewhere' && old.state === 'done' ? { ...old, state: 'declined', why: event.why } : old,
        ),
      }

    case 'exchange.proposed':
      return { ...ret, exchange: event.exchange }
    case 'exchange.ordered':
      return exchange(ret, { state: 'ordered', order: event.order, why: null })
    case 'exchange.failed':
      return exchange(ret, { state: 'failed', why: event.why })
    case 'exchange.cancelled':
      return exchange(ret, { state: 'cancelled', why: event.why })
    case 'stock.reserved':
      return exchange(ret, { reservedUntil: event.until })
    case 'stock.freed':
      return exchange(ret, { reservedUntil: null })
    case 'charge.asked':
      return { ...ret, charges: [...ret.charges, event.charge] }
    case 'charge.authorized': {
      const held = charge(ret, event.charge, old => ({
        ...old,
        state: 'authorized',
        externalId: event.externalId ?? old.externalId,
      }))
      return ret.charges.some(old => old.id === event.charge && old.kind === 'not_returned')
        ? { ...held, advance: { state: 'authorized', charge: event.charge, until: event.until } }
        : held
    }
    case 'charge.sent':
      return charge(ret, event.charge, old => ({ ...old, state: 'sent' }))
    case 'charge.done':
      return advance(
        charge(ret, event.charge, old => ({ ...old, state: 'done', externalId: event.externalId ?? old.externalId })),
        event.charge,
        'charged',
      )
    case 'charge.declined':
      return advance(
        charge(ret, event.charge, old => ({ ...old, state: 'declined' })),
        event.charge,
        'failed',
      )
    case 'charge.released':
      return advance(
        charge(ret, event.charge, old => ({ ...old, state: 'released' })),
        event.charge,
        'cancelled',
      )

    case 'compensation.opened':
      return { ...ret, compensation: { state: 'initial' } }
    case 'compensation.entitled':
      return {
        ...ret,
        compensation:
          event.outcome === 'pending_request'
            ? { state: 'pending_request', until: event.until }
            : { state: event.outcome },
      }
    case 'claim.made':
      return { ...ret, compensation: { state: 'requested', claim: event.claim } }
    case 'claim.answered': {
      const claim = claimOf(ret)
      return {
        ...ret,
        compensation: event.approved ? { state: 'approved', claim, parts: event.parts } : { state: 'rejected', claim },
      }
    }
    case 'claim.withdrawn':
      return { ...ret, compensation: { state: 'cancelled', claim: claimOf(ret) } }
    case 'claim.lapsed':
      return { ...ret, compensation: { state: 'not_eligible' } }

    case 'due.moved':
      return { ...ret, due: { ...ret.due, [event.kind]: event.to }, ...moved(ret, event) }
    case 'due.neared':
      return noticed(ret, event.kind, { neared: event.until })
    case 'due.passed':
      return noticed(ret, event.kind, { passed: event.until })
    case 'note.written':
      return { ...ret, note: event.note }
    case 'item.tagged':
      return item(ret, event.item, old => ({
        ...old,
        tags: event.tags.map(id => old.tags.find(tag => tag.id === id) ?? { id, at: event.at }),
      }))
    case 'return.tagged':
      return { ...ret, tags: event.tags }
    case 'media.attached':
      return item(ret, event.item, old => ({ ...old, media: [...old.media, ...event.media] }))
    case 'message.sent':
      return { ...ret, messages: [...ret.messages, event.message] }
    case 'return.assigned':
      return { ...ret, assignee: event.to }
    case 'return.flagged':
      return { ...ret, flagged: event.why }
    case 'person.erased':
      return marked(ret, 'erased', event)
    default:
      return unreachable(event)
  }
}

const markOf = (event: Event): Mark => ({ at: event.at, by: event.by, rule: event.rule })

/** The first time something was done is the time platforms ask for; later ones stand in the log. */
const marked = (ret: Return, kind: MarkKind, event: Event): Return =>
  ret.marks[kind] ? ret : { ...ret, marks: { ...ret.marks, [kind]: markOf(event) } }

/** A verdict can approve what was rejected; a refusal that was overruled is no longer a fact platforms should show. */
function withoutMark(ret: Return, kind: MarkKind): Return {
  const { [kind]: undone, ...marks } = ret.marks
  return undone ? { ...ret, marks } : ret
}

const request = (ret: Return, to: Request, kind: MarkKind, event: Event): Return => ({
  ...ret,
  request: to,
  marks: { ...ret.marks, [kind]: markOf(event) },
})

/** Going back clears the mark of what is undone, and remembers that it was. */
function reopened(ret: Return, event: Event<'request.reopened'>): Return {
  const undone = ret.request.state
  const marks = { ...ret.marks, reopened: markOf(event) }
  if (undone === 'rejected' || undone === 'cancelled' || undone === 'expired' || undone === 'resolved')
    delete marks[undone]
  return { ...ret, marks, request: { state: event.to } }
}

const item = (ret: Return, id: ItemId, change: (old: Item) => Item): Return => ({
  ...ret,
  items: ret.items.map(old => (old.id === id ? change(old) : old)),
})

const parcel = (ret: Return, id: ShipmentId, change: (old: Shipment) => Shipment): Return => ({
  ...ret,
  shipments: ret.shipments.map(old => (old.id === id ? change(old) : old)),
})

const payout = (ret: Return, id: Payout['id'], change: (old: Payout) => Payout): Return => ({
  ...ret,
  payouts: ret.payouts.map(old => (old.id === id ? change(old) : old)),
})

const charge = (ret: Return, id: Charge['id'], change: (old: Charge) => Charge): Return => ({
  ...ret,
  charges: ret.charges.map(old => (old.id === id ? change(old) : old)),
})

const exchange = (ret: Return, changed: Partial<Exchange>): Return =>
  ret.exchange ? { ...ret, exchange: { ...ret.exchange, ...changed } } : ret

const advance = (ret: Return, id: Charge['id'], state: NonNullable<Return['advance']>['state']): Return =>
  ret.advance?.charge === id ? { ...ret, advance: { ...ret.advance, state } } : ret

const endOffer = (ret: Return, id: Offer['id'], end: NonNullable<Offer['end']>, event: Event): Return => ({
  ...ret,
  offers: ret.offers.map(old => (old.id === id ? { ...old, end, endedAt: event.at } : old)),
})

/** A hold joins the slice it names or opens a new one. */
function hold(ret: Return, held: Held): Return {
  return item(ret, held.item, old => {
    const known = old.slices.some(slice => slice.id === held.slice)
    const slices = known
      ? old.slices.map(slice =>
          slice.id === held.slice ? { ...slice, quantity: slice.quantity + held.quantity } : slice,
        )
      : [...old.slices, { id: held.slice, fulfilment: held.fulfilment, quantity: held.quantity }]
    return { ...old, slices }
  })
}

const free = (ret: Return, freed: Held): Return =>
  item(ret, freed.item, old => ({
    ...old,
    slices: old.slices
      .map(slice => (slice.id === freed.slice ? { ...slice, quantity: slice.quantity - freed.quantity } : slice))
      .filter(slice => slice.quantity > 0),
  }))

function caseOf(ret: Return) {
  if (ret.dispute.state === 'none') throw new Error('There is no dispute to go on with.')
  return ret.dispute.case
}

function claimOf(ret: Return) {
  if (!('claim' in ret.compensation)) throw new Error('There is no claim to answer.')
  return ret.compensation.claim
}

/** A duty ends with the dispute it belongs to; what was given or missed stays on record. */
const noLongerDue = (ret: Return): Return['evidence'] =>
  ret.evidence.state === 'due' ? { state: 'not_due' } : ret.evidence

function evidenceGiven(ret: Return, event: Event<'evidence.given'>): Return {
  const { evidence } = event
  const earlier = ret.evidenceGiven.map(old =>
    old.side === evidence.side && old.about === evidence.about && old.replacedBy === null
      ? { ...old, replacedBy: evidence.id }
      : old,
  )
  const duty: Return['evidence'] =
    evidence.side === 'merchant' && ret.evidence.state === 'due' ? { state: 'given' } : ret.evidence
  return { ...ret, evidenceGiven: [...earlier, evidence], evidence: duty }
}

const noticed = (ret: Return, kind: DueKind, what: Noticed): Return => ({
  ...ret,
  noticed: { ...ret.noticed, [kind]: { ...ret.noticed?.[kind], ...what } },
})

/** Moving a deadline also moves the moment that stands inside the strand or the offer it belongs to. */
function moved(ret: Return, event: Event<'due.moved'>): Partial<Return> {
  if (event.kind === 'evidence' && ret.evidence.state === 'due') return { evidence: { state: 'due', by: event.to } }
  if (event.kind === 'claim' && ret.compensation.state === 'pending_request')
    return { compensation: { state: 'pending_request', until: event.to } }
  if (event.kind === 'offer')
    return { offers: ret.offers.map(offer => (offer.end === null ? { ...offer, until: event.to } : offer)) }
  return {}
}
