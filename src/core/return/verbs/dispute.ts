import { sideOf } from '../../party.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import type { Shop } from '../../shop.ts'
import type { Commands } from '../commands.ts'
import { offerOvertaken } from '../consequences.ts'
import { starting } from '../deadlines.ts'
import type { Event } from '../events.ts'
import { holdsRegained } from '../holds.ts'
import { type Case, DISPUTE_REASONS, type Return } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { OPEN, QUIET, UNPAID } from '../where.ts'

/** No payout on its way and none turned down: what is appealed against must stand still. */
const AT_REST = ['due', 'part', 'settled', 'elsewhere'] as const
const NEVER_JUDGED = { dispute: ['none', 'withdrawn'] } as const

/** So many photos for one thing that has to be shown; what platforms with such forms take. */
const PHOTOS_PER_MODULE = 3

/**
 * Ask the arbiter. The merchant objects before anything is promised, and the shopper can still be heard; the shopper appeals against a refusal or
 * a payment, and is judged at once, because the merchant has spoken by refusing. A rejected request stays rejected meanwhile, but holds its
 * pieces again, so that a verdict for the shopper finds them free.
 */
export const dispute: Verb<'dispute'> = {
  may: {
    merchant: { ...OPEN, ...QUIET, ...UNPAID },
    shopper: [
      { request: ['rejected'], ...NEVER_JUDGED },
      { request: ['resolved'], ...NEVER_JUDGED, settlement: ['none', ...AT_REST] },
      { request: ['approved'], ...NEVER_JUDGED, settlement: AT_REST },
    ],
  },
  appeals: ['shopper'],
  locks: ['goods'],

  decide(ret, args, tray) {
    const by = sideOf(tray.by.role)
    const fault = unknownReason(args, tray.shop, by) ?? modulesFaulty(args, tray.shop, by)
    if (fault) return fault
    const regained = ret.request.state === 'rejected' ? holdsRegained(ret, tray) : []
    if (refused(regained)) return regained
    const { reason, reasonId = null, text, email = null, modules = [] } = args
    return [
      ...raised(ret, { by, reason, reasonId, text, email, at: tray.at, modules }, tray),
      ...(regained.length > 0 ? [happened(tray, 'units.held', { slices: regained })] : []),
    ]
  },
}

function raised(ret: Return, of: Case, tray: Tray): Event[] {
  const due = starting(tray, 'evidence')
  return [
    happened(tray, 'dispute.raised', { case: of }, starting(tray, 'verdict')),
    ...(of.by === 'shopper' ? [happened(tray, 'dispute.examined', {})] : []),
    happened(tray, 'evidence.asked', { until: due.evidence ?? null }, due),
    ...offerOvertaken(ret, tray),
  ]
}

const entryOf = (shop: Shop, id: number | null | undefined) => shop.disputeReasons.find(entry => entry.id === id)

/** The shop's list of dispute reasons is the merchant's form; a shopper's appeal only knows the four kinds. */
function unknownReason({ reason, reasonId }: Commands['dispute'], shop: Shop, by: Case['by']): Refusal | null {
  if (!reason)
    return refuse('reason_required', { sentence: `Name a reason: ${DISPUTE_REASONS.join(', ')}.`, path: 'reason' })
  if (!DISPUTE_REASONS.includes(reason))
    return refuse('reason_unknown', { sentence: `Reasons are ${DISPUTE_REASONS.join(', ')}.`, path: 'reason' })
  if (by === 'shopper' || reasonId === null || reasonId === undefined) return null
  if (entryOf(shop, reasonId)?.code === reason) return null
  const known = shop.disputeReasons.filter(entry => entry.code === reason).map(entry => entry.id)
  return refuse('reason_unknown', {
    sentence: 'The shop has no such dispute reason of this kind.',
    path: 'reasonId',
    known,
  })
}

function modulesFaulty({ reasonId, modules = [] }: Commands['dispute'], shop: Shop, by: Case['by']): Refusal | null {
  const full = modules.findIndex(module => module.media.length > PHOTOS_PER_MODULE)
  if (full >= 0)
    return refuse('evidence_too_many', {
      sentence: `Show at most ${PHOTOS_PER_MODULE} photos here.`,
      path: `modules[${full}].media`,
      limit: PHOTOS_PER_MODULE,
    })
  const wanted = by === 'merchant' ? (entryOf(shop, reasonId)?.modules ?? []) : []
  const missing = wanted.find(
    module => module.required && !modules.some(given => given.index === module.index && given.media.length > 0),
  )
  if (!missing) return null
  return refuse('evidence_incomplete', {
    sentence: `A photo is missing: ${missing.requirement}.`,
    path: 'modules',
    module: missing.index,
    requirement: missing.requirement,
  })
}
