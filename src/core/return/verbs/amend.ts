import { type Refusal, refuse, refused } from '../../refusal.ts'
import { amendedItem } from '../amended-item.ts'
import type { Commands } from '../commands.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import { laidAgain } from '../laid-again.ts'
import { methodNamed } from '../method.ts'
import type { Return } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { holds, OPEN, QUIET, type Where } from '../where.ts'

type Args = Commands['amend']

const CHANGEABLE = ['items', 'contact', 'shipping', 'pickup', 'method', 'comment', 'destination', 'freight'] as const

const BY_MERCHANT: Where = { request: [...OPEN.request, 'resolved'], ...QUIET }

/** Change what was filed: fewer or more pieces, reasons, handling, addresses, the method. The arbiter writes down only their own view of the reason. */
export const amend: Verb<'amend'> = {
  may: {
    shopper: { request: ['submitted'], ...QUIET, settlement: ['none'], receiving: ['not_needed', 'awaited'] },
    merchant: BY_MERCHANT,
    arbiter: {},
  },
  locks: ['goods'],

  decide(ret, args, tray) {
    const fault = notTheirs(ret, args, tray)
    if (fault) return fault
    return follow(
      ret,
      now => particulars(now, args, tray),
      now => otherMethod(now, args, tray),
      now => itemsAmended(now, args.items ?? [], tray),
      now => reassessed(now, args, tray),
    )
  },
}

/** One after the other: pieces one item lets go of are free for the next. */
function itemsAmended(ret: Return, wishes: NonNullable<Args['items']>, tray: Tray): Event[] | Refusal {
  let laid = tray
  const steps = wishes.map((wish, place) => (now: Return) => {
    const events = amendedItem(now, wish, `items[${place}]`, laid)
    if (!refused(events)) laid = laidAgain(laid, now, now, events)
    return events
  })
  return follow(ret, ...steps)
}

const reassessed = (ret: Return, { reassessed: code }: Args, tray: Tray): Event[] =>
  code === undefined || code === ret.reassessed ? [] : [happened(tray, 'reason.reassessed', { code })]

/** The bench may look at the reason at any time and change nothing else; the owner who sits on it may do the rest while the request is theirs to change. */
function notTheirs(ret: Return, args: Args, { by, shop }: Tray): Refusal | null {
  const { reassessed, destination, freight } = args
  const onBench = by.role === 'arbiter' || (by.role === 'owner' && shop.bench === 'owner')
  if (reassessed !== undefined && !onBench)
    return refuse('forbidden', {
      path: 'reassessed',
      sentence: 'Only the arbiter reassesses the reason.',
      role: by.role,
    })
  const changed = CHANGEABLE.find(field => args[field] !== undefined)
  if (changed === undefined && reassessed === undefined)
    return refuse('invalid', { sentence: 'Say what shall change.' })
  if (changed === undefined) return null
  if (by.role === 'arbiter')
    return refuse('forbidden', { path: changed, sentence: 'The arbiter only reassesses the reason.', role: by.role })
  if (by.role === 'shopper' && (destination !== undefined || freight !== undefined)) {
    const path = destination === undefined ? 'freight' : 'destination'
    return refuse('forbidden', { path, sentence: 'The shop decides this.', role: by.role })
  }
  if (by.role === 'owner' && !holds(BY_MERCHANT, strands(ret)))
    return refuse('not_open', {
      path: changed,
      sentence: `This cannot change while the request is ${ret.request.state}.`,
    })
  return destination && !shop.locations.some(location => location.id === destination)
    ? refuse('invalid', { path: 'destination', sentence: 'The shop has no such location.' })
    : null
}

function particulars(
  ret: Return,
  { contact, shipping, pickup, comment, destination, freight }: Args,
  tray: Tray,
): Event[] {
  const changed = {
    ...(contact !== undefined && { contact: { ...ret.contact, ...contact } }),
    ...(shipping !== undefined && { shipping }),
    ...(pickup !== undefined && { pickup }),
    ...(comment !== undefined && { comment }),
    ...(destination !== undefined && { destination }),
    ...(freight !== undefined && { freight }),
  }
  return Object.keys(changed).length > 0 ? [happened(tray, 'return.amended', changed)] : []
}

/** Once a parcel is booked its method is a fact. */
function otherMethod(ret: Return, { method }: Args, tray: Tray): Event[] | Refusal {
  if (method === undefined) return []
  const { transit } = strands(ret)
  if (transit !== 'to_arrange' && transit !== 'ready' && transit !== 'not_needed') {
    return refuse('not_open', {
      path: 'method',
      sentence: 'A parcel is under way; void it before choosing another method.',
    })
  }
  const chosen = method === null ? null : methodNamed(method, ret.assessment, tray, tray.by.role !== 'shopper')
  return refused(chosen) ? chosen : [happened(tray, 'method.chosen', { method: chosen })]
}
