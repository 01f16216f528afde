/** Reasons for sending something back: those the shop knows, with what each of them asks for. */
import type { Line } from '../order/order.ts'
import type { LineAnswer } from '../policy/policy.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { ReasonEntry, Shop } from '../shop.ts'
import type { ReasonGiven } from './commands.ts'
import type { Item, Lane } from './return.ts'

type Asking = {
  given: ReasonGiven
  line: Line
  shop: Shop
  answer: LineAnswer | undefined
  lane: Lane
  binding: boolean
  path: string
}

/**
 * What is wrong with a given reason, or null. A withdrawal needs none. The shop's own list binds everybody, because reports count by it; what is
 * offered for a kind of article, and comments that are asked for, bind only where policy does.
 */
export function reasonFaulty({ given, line, shop, answer, lane, binding, path }: Asking): Refusal | null {
  if (lane === 'withdrawal') return null
  const codes = [...new Set(shop.reasons.map(entry => entry.code))]
  const known = codes.length === 0 || codes.includes(given.code)
  if (!given.code || (given.code === 'none' && !known))
    return refuse('reason_required', { sentence: 'Say why it comes back.', path: `${path}.code`, known: codes })
  if (!known)
    return refuse('reason_unknown', {
      sentence: `The shop knows these reasons: ${codes.join(', ')}.`,
      path: `${path}.code`,
      known: codes,
    })
  return binding ? notOnOffer(given, entriesFor(shop, line, given), answer, path) : null
}

function notOnOffer(
  given: ReasonGiven,
  entries: ReasonEntry[],
  answer: LineAnswer | undefined,
  path: string,
): Refusal | null {
  const offered = answer?.reasons?.includes(given.code) ?? true
  const listed = entries.length > 0 || answer === undefined
  if (!offered || !listed)
    return refuse('reason_unknown', {
      sentence: 'This reason is not offered for this article.',
      path: `${path}.code`,
      known: answer?.reasons ?? [],
    })
  const subs = entries.flatMap(entry => entry.subs.map(sub => sub.code))
  if (given.sub && subs.length > 0 && !subs.includes(given.sub)) {
    return refuse('reason_unknown', {
      sentence: `Choose one of: ${subs.join(', ')}.`,
      path: `${path}.sub`,
      known: subs,
    })
  }
  const wanted = entries.some(entry => entry.requires.comment) || answer?.requires.includes('comment')
  if (wanted && !given.comment?.trim())
    return refuse('reason_required', { sentence: 'Say a little more about it.', path: `${path}.comment` })
  return null
}

/** The shop's entries for this reason and article. A shop that keeps no list knows every reason and asks nothing more. */
export function entriesFor(shop: Shop, line: Line, given: ReasonGiven): ReasonEntry[] {
  if (shop.reasons.length === 0)
    return [{ code: given.code, text: '', subs: [], types: [], requires: { photo: false, comment: false } }]
  return shop.reasons.filter(
    entry =>
      entry.code === given.code &&
      (entry.types.length === 0 || (line.product.type !== null && entry.types.includes(line.product.type))),
  )
}

/** As it is kept: the wording of whoever filed it, else the shop's own. */
export const reasonOf = (given: ReasonGiven, line: Line, shop: Shop): Item['reason'] => ({
  code: given.code,
  text: given.text ?? (entriesFor(shop, line, given)[0]?.text || null),
  sub: given.sub ?? null,
  comment: given.comment ?? null,
})
