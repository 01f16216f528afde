import type { RuleId } from '../../ids.ts'
import type { Actor } from '../../party.ts'
import { offerOf } from '../../policy/facts.ts'
import { type Refusal, refuse, refused, unreachable } from '../../refusal.ts'
import type { Asking } from '../../worth/quote.ts'
import {
  type AtOnce,
  answerFor,
  assessed,
  barred,
  decidedAtOnce,
  isBound,
  overridden,
  resolutionBarred,
} from '../admission.ts'
import { bornOf, itemOf, lineOf, methodOf, REFUND } from '../birth.ts'
import type { Commands } from '../commands.ts'
import { agreed, approved, asIfHandled, unitsFreed } from '../consequences.ts'
import { photosMissing, starting } from '../deadlines.ts'
import type { Born, Event, Held } from '../events.ts'
import { evolve } from '../evolve.ts'
import { take } from '../holds.ts'
import { aboveLimit } from '../promising.ts'
import { entriesFor, reasonFaulty } from '../reasoned.ts'
import type { Item, Return } from '../return.ts'
import { strangeSerials } from '../serials.ts'
import type { Tray } from '../tray.ts'
import type { Submit } from '../verb.ts'
import { happened } from '../verb.ts'
import { type Wished, wished } from '../wishes.ts'
import { exchange } from './exchange.ts'

const IN_FULL: Asking = { basis: 'asked' }

type Args = Commands['submit']
type Assessment = Return['assessment']
type Proposal = Commands['exchange']

/** File a return: pieces are held, policy's answer is frozen, and where policy or the door decides at once, that is part of the same act. */
export const submit: Submit = {
  may: { shopper: {}, merchant: {}, carrier: {}, system: {} },
  locks: ['goods'],

  decide(args, tray) {
    const fault = notTheirs(args, tray)
    if (fault) return fault
    const wishes = wished(args.items, tray.order)
    if (refused(wishes)) return wishes
    const bound = isBound(args, args.lane ?? 'standard', tray.by)
    const assessment = withPhotos(wishes, { ...assessed(wishes, args, tray) }, tray)
    return unreasoned(wishes, assessment, args, bound, tray) ?? admitted(wishes, assessment, args, bound, tray)
  },
}

/** What only some may say: carriers file what was refused at the door, and shoppers neither choose the special lane nor approve themselves. */
function notTheirs({ kind, lane, approved: atOnce, destination }: Args, { by, shop }: Tray): Refusal | null {
  const no = (path: string, sentence: string) => refuse('forbidden', { path, sentence, role: by.role })
  if (by.role === 'carrier' && kind !== 'on_the_spot')
    return no('kind', 'A carrier files only what was refused on the spot.')
  if (by.role === 'shopper' && lane === 'special') return no('lane', 'The special lane is for staff.')
  if (by.role === 'shopper' && atOnce) return no('approved', 'A shopper does not approve.')
  if (destination && !shop.locations.some(location => location.id === destination)) {
    return refuse('invalid', { path: 'destination', sentence: 'The shop has no such location.' })
  }
  return null
}

function unreasoned(
  wishes: readonly Wished[],
  assessment: Assessment,
  args: Args,
  binding: boolean,
  tray: Tray,
): Refusal | null {
  for (const wish of wishes) {
    const answer = answerFor(assessment, wish)
    const asking = {
      given: wish.reason,
      line: lineOf(wish, tray),
      shop: tray.shop,
      answer,
      lane: args.lane ?? 'standard',
      binding,
      path: `items[${wish.place}].reason`,
    }
    const fault = reasonFaulty(asking)
    if (fault) return fault
  }
  return null
}

function admitted(
  wishes: readonly Wished[],
  said: Assessment,
  args: Args,
  bound: boolean,
  tray: Tray,
): Event[] | Refusal {
  const items = wishes.map((wish, place) => itemOf(wish, place, args, tray))
  const held = take(
    wishes.map((wish, place) => ({
      item: items[place]!.id,
      line: wish.line,
      quantity: wish.quantity,
      fulfilment: wish.fulfilment ?? null,
    })),
    tray,
  )
  if (refused(held)) return placed(held, wishes)
  const no =
    barred(wishes, said, args, bound, tray) ??
    (bound ? resolutionBarred(wishes, said, wish => offerOf(wish.resolution ?? REFUND)) : null)
  if (no) return no
  const strange = strangeSerials(wishes, tray)
  const odd = strange[0]
  if (odd && tray.shop.serials === 'refuse') {
    return refuse('not_eligible', {
      path: `items[${odd.place}].serials`,
      sentence: `Serial number ${odd.serial} ${odd.why}.`,
      serials: strange,
    })
  }
  const method = methodOf(items, said, args, bound, tray)
  if (refused(method)) return method
  const assessment = { ...said, overridden: overridden(wishes, said, args.override, tray.by) }
  const why = odd && tray.shop.serials === 'warn' ? `Serial number ${odd.serial} ${odd.why}.` : null
  const proposal = exchangeOf(args, wishes, items)
  if (refused(proposal)) return proposal
  return filed(
    bornOf(items, method, assessment, args, tray),
    held,
    proposal,
    decided(wishes, items, assessment, args, bound, tray),
    why,
    tray,
  )
}

/** The proposal in the words of its own verb: places become the items they are now. Only what was asked to be exchanged is. */
function exchangeOf({ exchange: asked }: Args, wishes: readonly Wished[], items: Item[]): Proposal | null | Refusal {
  if (!asked) return null
  const faulty = asked.lines.findIndex(({ replaces }) => replaces !== null && !isExchanged(replaces, wishes, items))
  if (faulty >= 0)
    return refuse('unknown_line', {
      path: `exchange.lines[${faulty}].replaces`,
      sentence: 'Name the place of an item that is to be replaced or swapped, and no kit.',
    })
  const lines = asked.lines.map(({ replaces, ...line }) => ({
    ...line,
    replaces: items[wishes.findIndex(wish => wish.place === replaces)]?.id ?? null,
  }))
  return { ...asked, lines }
}

function isExchanged(place: number, wishes: readonly Wished[], items: Item[]): boolean {
  const own = items.filter((_, at) => wishes[at]?.place === place)
  return own.length === 1 && own[0]?.resolution.type !== 'refund'
}

/** A refusal names the wish as it was asked, not the component it became. */
function placed(no: Refusal, wishes: readonly Wished[]): Refusal {
  const place = wishes[Number(/\d+/.exec(no.detail.path ?? '')?.[0])]?.place
  return place === undefined ? no : refuse(no.code, { ...no.detail, path: `items[${place}].quantity` })
}

function withPhotos(wishes: readonly Wished[], assessment: Assessment, tray: Tray): Assessment {
  const wanted = new Set(
    wishes
      .filter(wish => entriesFor(tray.shop, lineOf(wish, tray), wish.reason).some(entry => entry.requires.photo))
      .map(wish => wish.line),
  )
  const lines = assessment.lines.map(answer =>
    wanted.has(answer.line) && !answer.requires.includes('photo')
      ? { ...answer, requires: [...answer.requires, 'photo' as const] }
      : answer,
  )
  return { ...assessment, lines }
}

/** A door that files it as approved has decided; else policy may, once nothing it asked to see is missing. */
function decided(
  wishes: readonly Wished[],
  items: Item[],
  assessment: Assessment,
  args: Args,
  bound: boolean,
  tray: Tray,
): AtOnce | 'by_door' {
  if (args.approved) return 'by_door'
  const atOnce = decidedAtOnce(wishes, assessment, args, bound, tray)
  const waits = atOnce?.decision !== 'reject' && photosMissing({ items, assessment, evidenceGiven: [] })
  return waits ? null : atOnce
}

function filed(
  born: Born,
  slices: Held[],
  proposal: Proposal | null,
  wanted: AtOnce | 'by_door',
  why: string | null,
  tray: Tray,
): Event[] | Refusal {
  const told = (due?: Event['due']): Event[] => [
    happened(tray, 'return.submitted', { born }, due),
    happened(tray, 'units.held', { slices }),
    ...(why ? [happened(tray, 'return.flagged', { why })] : []),
  ]
  const bare = told().reduce<Return | null>(evolve, null)!
  const proposed = proposal ? exchange.decide(bare, proposal, tray) : []
  if (refused(proposed)) return refuse(proposed.code, inExchange(proposed))
  const ret = proposed.reduce<Return>(evolve, bare)
  const decision = withinLimit(ret, wanted, tray) ? wanted : null
  const photos = photosMissing(ret) ? (['photos'] as const) : []
  const then = consequence(ret, decision, tray)
  return refused(then)
    ? then
    : [...told(decision ? undefined : starting(tray, 'answer', ...photos)), ...proposed, ...then]
}

const inExchange = ({ detail }: Refusal): Refusal['detail'] =>
  detail.path === undefined ? detail : { ...detail, path: `exchange.${detail.path}` }

/** A rule promises no more than automation may; what is above waits for a person. */
const withinLimit = (ret: Return, decision: AtOnce | 'by_door', tray: Tray): boolean =>
  decision === null ||
  decision === 'by_door' ||
  decision.decision !== 'keep' ||
  aboveLimit(asIfHandled(ret, 'keep'), byRule(tray, decision.rule), IN_FULL) === null

function consequence(ret: Return, decision: AtOnce | 'by_door', tray: Tray): Event[] | Refusal {
  if (decision === null) return []
  if (decision === 'by_door') return approved(ret, tray)
  const automatic = byRule(tray, decision.rule)
  switch (decision.decision) {
    case 'approve':
      return approved(ret, automatic)
    case 'keep':
      return agreed(ret, automatic, 'keep', IN_FULL)
    case 'reject':
      return [happened(automatic, 'request.rejected', { reason: decision.reason }), ...unitsFreed(ret, automatic)]
    default:
      return unreachable(decision.decision)
  }
}

/** The house itself, by a rule of the policy. */
const POLICY: Actor = { role: 'system', id: null, name: 'Policy', via: 'job', email: null }
const byRule = (tray: Tray, rule: RuleId | null): Tray => ({ ...tray, by: POLICY, rule })
