/** What a simulation looks at, and what it says. */
import type { LineId, OrderId, ReturnId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { Order } from '../order/order.ts'
import type { Return } from '../return/return.ts'
import type { Shop } from '../shop.ts'
import type { Instant } from '../time.ts'
import type { LineAnswer, Policy } from './policy.ts'

/** A purchase and everything that was filed on it. `history`: what the customer filed with the shop, where a rule asks for it. */
export type Past = {
  order: Order
  shop: Shop
  returns: readonly Return[]
  history: readonly { at: Instant; pieces: number }[] | null
}

export type Sides = { before: Policy | null; after: Policy | null }

/** What is said of a sold line on the day it came, when nothing of it has gone back yet. */
export type LineVerdict = Pick<LineAnswer, 'allowed' | 'until' | 'refusals' | 'resolutions'>

/**
 * `decision`: what policy decides by itself, or leaves to a person. Money is what the shopper would get as things were announced, in the order's
 * currency: nothing where the request is refused or rejected. `fees` and `bonus` stand in it already; `method` is the way back and its cost.
 */
export type FiledVerdict = {
  refusals: { code: string; sentence: string }[]
  decision: 'approve' | 'reject' | 'person' | null
  requires: string[]
  total: Money
  fees: Money
  bonus: Money
  method: { type: string; cost: Money } | null
}

/** How two answers differ. `terms`: what may be chosen, or what must be shown. */
export const CHANGES = [
  'allowed',
  'refused',
  'pieces',
  'later',
  'earlier',
  'why_not',
  'terms',
  'decision',
  'money',
] as const
export type Change = (typeof CHANGES)[number]

export type Both<T> = { before: T; after: T }

type Named = { order: OrderId; orderNumber: string; placedAt: Instant; rules: string[]; what: Change[] }

export type Changed =
  | ({ about: 'line'; line: LineId; title: string; sku: string } & Named & Both<LineVerdict>)
  | ({ about: 'return'; ret: ReturnId; returnNumber: string; title: string } & Named & Both<FiledVerdict>)

export type Compared = {
  lines: number
  returns: number
  changed: Changed[]
  /** Of every filed return, changed or not. */
  filed: Both<FiledVerdict>[]
}
