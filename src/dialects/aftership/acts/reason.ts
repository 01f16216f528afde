/** Reasons as AfterShip's callers give them: the words shoppers see, not codes. */
import type { ReasonGiven } from '../../../core/return/commands.ts'
import type { Shop } from '../../../core/shop.ts'

export type ReasonIn = {
  return_reason: string
  return_subreason?: string | null
  return_reason_comment?: string | null
}

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

/** The shop's entry with these words, else `other`; the words themselves are kept and said again as they came. */
export function reasonHeard(
  { reasons }: Pick<Shop, 'reasons'>,
  { return_reason, return_subreason, return_reason_comment }: ReasonIn,
): ReasonGiven {
  const text = return_reason.trim()
  const entry = reasons.find(known => same(known.text, text) || same(known.code, text))
  const sub = return_subreason?.trim() ? return_subreason.trim() : null
  const known = entry?.subs.find(one => sub !== null && (same(one.text, sub) || same(one.code, sub)))
  return { code: entry?.code ?? 'other', text, sub: known?.code ?? sub, comment: return_reason_comment ?? null }
}
