/** Where money moves: the port every payment provider is spoken to through. */
import type { Money } from '../core/money.ts'

/** `key` is the same for every attempt at the same movement; a provider that is told it twice moves money once. */
export type RefundOrder = {
  key: string
  amount: Money
  payment: { externalId: string | null; gateway: string } | null
  order: { externalId: string; number: string }
  ret: { number: string }
}

export type Transaction = { externalId: string; parentExternalId: string | null; gateway: string; amount: Money }

/**
 * What came of an order. `unknown`: nobody can tell yet (a time-out, a broken line); it is asked about, never repeated blindly.
 * `sent`: accepted, the money will follow.
 */
export type RefundAnswer =
  | { outcome: 'done'; externalId: string; transactions: Transaction[] }
  | { outcome: 'sent'; externalId: string }
  | { outcome: 'declined'; why: string }
  | { outcome: 'unknown'; why: string }

/** What a shopper has to pay, and the page they come from and go back to. */
export type ChargeOrder = {
  key: string
  amount: Money
  order: { number: string }
  ret: { number: string }
  page: string
}

export type Provider = {
  refund: (order: RefundOrder, signal: AbortSignal) => Promise<RefundAnswer>
  /** What became of a movement we may have ordered: `absent` says for certain that it was never made. */
  find: (order: RefundOrder, signal: AbortSignal) => Promise<RefundAnswer | { outcome: 'absent' }>
  /** The address of a page on which it can be paid at once; null where this provider has none for it. The provider says afterwards what came of it. */
  payLink?: (order: ChargeOrder, signal: AbortSignal) => Promise<string | null>
}

/** `by_hand`: nobody here can move this money; a person or another system does, and then says so with `settle`. */
export type Gateway = Provider | 'by_hand'
