/** What may be asked about a return's worth, and what is answered. */
import type { Figure } from '../figure.ts'
import type { Money, Two } from '../money.ts'
import type { Basis, Contents, GrantDestination, Handling } from '../return/return.ts'

/**
 * What is asked about. Left out: everything payable on the return's own basis and not granted yet, each piece to where its resolution sends it.
 * Quantities above what is payable are cut; whether that is a refusal is the verb's question.
 */
export type Asking = {
  lines?: Contents
  /** With `asked`, `received` or `accepted` an agreed or judged amount is left aside. `goodwill` counts no pieces unless lines are named. */
  basis?: Basis
  /** A typed total in the order's currency over all destinations; what exceeds `maximum` is cut. */
  amount?: Money | null
  to?: GrantDestination
  /** As if every item were kept or sent back. */
  handling?: Handling
  /** Freight is given back, or not, whatever policy says. */
  shipping?: boolean
}

/** What a grant would say. One per destination; lines of different grants never overlap. */
export type QuotedGrant = { to: GrantDestination; lines: Contents; figure: Figure }

/**
 * `figure` is all grants together. `due`: what the shopper owes on top when replacements cost more than what comes back. `maximum` is the most a
 * person may type instead: worth and freight without fees or deductions, never more than is left of what was captured. `minimum`: the shop's floor.
 */
export type Quote = { basis: Basis; grants: QuotedGrant[]; figure: Figure; due: Two; maximum: Money; minimum: Money }
