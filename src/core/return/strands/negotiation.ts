/** Whose answer is awaited: read from the offers. */
import type { Side } from '../../party.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { Offer, Return } from '../return.ts'
import type { Word } from '../where.ts'

export const newestOffer = (ret: Return): Offer | undefined => ret.offers.at(-1)

/** The offer somebody may still accept. */
export function standingOffer(ret: Return): Offer | undefined {
  const offer = newestOffer(ret)
  return offer?.end === null ? offer : undefined
}

/** The offer that is being answered. Whoever answers names it, so that nobody says yes to terms that changed under their hands. */
export function offerNamed(ret: Return, id: Offer['id']): Offer | Refusal {
  const offer = standingOffer(ret)
  if (offer?.id === id) return offer
  const sentence = 'Another offer took its place; read the return again and answer that one.'
  return refuse('offer_superseded', { sentence, path: 'offer', standing: offer?.id ?? null })
}

export function negotiation(ret: Return): Word<'negotiation'> {
  const offer = newestOffer(ret)
  if (!offer) return 'none'
  if (offer.end === null) return offer.by === 'merchant' ? 'awaiting_shopper' : 'awaiting_merchant'
  return offer.end === 'accepted' ? 'agreed' : 'ended'
}

/** How many offers a side may still make; the shop sets the limit. */
export const countersLeft = (ret: Return, side: Side, limit: number): number =>
  Math.max(0, limit - ret.offers.filter(offer => offer.by === side).length)
