import { type Side, sideOf } from '../../party.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import { maximum, minimum } from '../../worth/quote.ts'
import { faultyAmount } from '../amounts.ts'
import { asIfHandled } from '../consequences.ts'
import { starting } from '../deadlines.ts'
import type { Event } from '../events.ts'
import { aboveLimit } from '../promising.ts'
import { HANDLINGS, type Return, type Terms } from '../return.ts'
import { countersLeft, standingOffer } from '../strands/negotiation.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { holds, OPEN, QUIET, type Row, UNPAID } from '../where.ts'

const TALKING: Row = { ...OPEN, ...QUIET, ...UNPAID }

/** Propose other terms. It takes the place of whatever offer stood: a side's own is replaced, the other side's is countered. */
export const offer: Verb<'offer'> = {
  may: { shopper: TALKING, merchant: TALKING },
  locks: ['goods'],

  decide(ret, { terms }, tray) {
    const side = sideOf(tray.by.role)
    return (
      exhausted(ret, side, tray) ??
      unavailable(terms, ret, tray) ??
      outOfBounds(terms, ret, tray) ??
      made(ret, terms, side, tray)
    )
  },
}

function made(ret: Return, terms: Terms, side: Side, tray: Tray): Event[] {
  const before = standingOffer(ret)
  const due = starting(tray, 'offer')
  const offered = {
    id: tray.fresh<Return['offers'][number]['id']>(),
    by: side,
    person: tray.by.name,
    at: tray.at,
    until: due.offer ?? null,
    terms,
    end: null,
    endedAt: null,
  }
  return [
    ...(before ? [happened(tray, 'offer.superseded', { offer: before.id })] : []),
    happened(tray, 'offer.made', { offer: offered }, due),
  ]
}

function exhausted(ret: Return, side: Side, tray: Tray): Refusal | null {
  const limit = tray.shop.offers.counters
  if (countersLeft(ret, side, limit) > 0) return null
  return refuse('counters_exhausted', {
    sentence: `Each side may make ${limit} offers; accept or decline what stands, or decide.`,
    limit,
  })
}

/** Goods that need no shipping cannot be sent back, unless they came. */
function unavailable(terms: Terms, ret: Return, tray: Tray): Refusal | null {
  const known = HANDLINGS.includes(terms.handling)
  const shippable = ret.items.some(item => tray.order.lines.find(line => line.id === item.line)?.requiresShipping)
  const came = holds({ receiving: ['partial', 'received'] }, strands(ret))
  if (known && (terms.handling === 'keep' || shippable || came)) return null
  const available = HANDLINGS.filter(handling => handling === 'keep' || shippable || came)
  return refuse('terms_unavailable', {
    sentence: `Available here: ${available.join(', ')}.`,
    path: 'terms.handling',
    available,
  })
}

/** Where amounts may be adjusted an offer names one, between what policy would pay at least and what was paid; elsewhere it names none. */
function outOfBounds({ handling, amount }: Terms, ret: Return, tray: Tray): Refusal | null {
  const path = 'terms.amount'
  if (!tray.shop.offers.adjustable) {
    return amount === null
      ? null
      : refuse('amount_fixed', {
          sentence: 'This shop offers no other amounts than its own calculation; leave the amount out.',
          path,
        })
  }
  if (amount === null) return refuse('amount_required', { sentence: 'State the amount of the refund.', path })
  const fault = faultyAmount(amount, tray.order.currency, path)
  if (fault) return fault
  const [least, most] = [minimum(ret, tray, handling), maximum(ret, tray, handling)]
  const bounds = { minimum: least, maximum: most, path }
  if (amount.amountMinor > most.amountMinor)
    return refuse('amount_too_high', { sentence: 'More than these pieces can pay back.', ...bounds })
  if (amount.amountMinor < least.amountMinor)
    return refuse('amount_too_low', { sentence: 'Less than the shop lets anybody offer.', ...bounds })
  return sideOf(tray.by.role) === 'merchant'
    ? aboveLimit(asIfHandled(ret, handling), tray, { basis: 'agreed', amount, handling })
    : null
}
