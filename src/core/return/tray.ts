/** What lies before every verb when it decides: the purchase, the shop, the ledger as locked, the sibling returns, the moment and the actor. */
import type { FulfilmentId, LineId, PaymentId, ReturnId, Rma, RuleId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { Order } from '../order/order.ts'
import type { Actor } from '../party.ts'
import type { Policy } from '../policy/policy.ts'
import type { Shop } from '../shop.ts'
import type { Instant } from '../time.ts'
import type { Return, Stray } from './return.ts'

export type Tray = {
  at: Instant
  by: Actor
  /** Set when automation acts. */
  rule: RuleId | null
  /** When a withdrawal was declared, if that was before it is filed; whether it is in time is judged at that moment. */
  declaredAt?: Instant
  /** The command or event that led here; one act has one cause. */
  cause: string | null
  order: Order
  shop: Shop
  /** The version frozen on the order; null when the shop had none. */
  policy: Policy | null
  /** How many pieces of each delivery are spoken for, over all returns of the order, this one included. */
  ledger: Sold[]
  /** Money taken for the order and how much of it is spoken for by payouts of any return. */
  payments: PaymentLeft[]
  /** Other returns of the same order. */
  siblings: Return[]
  /** What the customer has sent back before, for rules about customers; null when no rule asks. `filed` tells when, for caps over a period. */
  history: { returns: number; pieces: number; filed?: readonly { at: Instant; pieces: number }[] } | null
  strays: Stray[]
  birth: { id: ReturnId; serial: number; number: Rma } | null
  /** A new unique id. The desk draws them, so the core stays without randomness. */
  fresh: <I extends string>() => I
}

export type Sold = { line: LineId; fulfilment: FulfilmentId; delivered: number; held: number }

/** `spoken` = planned + sent + unknown + done, never above captured. */
export type PaymentLeft = { id: PaymentId; captured: Money; spoken: Money }
