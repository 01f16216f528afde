/** Whose answer is awaited: read from the offers. */
import type { Side } from '../../party.ts'
import type { Offer, Return } from '../return.ts'
import type { Word } from '../where.ts'

export const newestOffer = (ret: Return): Offer | undefined => ret.offers.at(-1)

/** The offer somebody may still accept. */
export function standingOffer(ret: Return): Offer | undefined {
  const offer = newestOffer(ret)
  return offer?.end === null ? offer : undefined
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
