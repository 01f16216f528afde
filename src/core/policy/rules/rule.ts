/** The shape of a rule about one sold line: it looks at the question and adds what it has to say. */
import type { FulfilmentId, RuleId } from '../../ids.ts'
import type { Line } from '../../order/order.ts'
import type { Asked } from '../../return/commands.ts'
import type { Return } from '../../return/return.ts'
import type { Tray } from '../../return/tray.ts'
import type { Facts } from '../condition.ts'
import type { Situation } from '../facts.ts'
import type { LineAnswer, Policy, ResolutionOffer } from '../policy.ts'

export type Question = {
  line: Line
  facts: Facts
  situation: Situation
  policy: Policy
  /** The line's facts if something else were wished for it. */
  factsIf: (resolution: ResolutionOffer) => Facts
  /** Everything the request names, kits as their parts. */
  wished: readonly Pick<Asked, 'line' | 'quantity'>[]
  /** Pieces of the line in each delivery that nobody has spoken for. */
  free: { fulfilment: FulfilmentId; quantity: number }[]
  delivered: number
  tray: Pick<Tray, 'at' | 'shop' | 'history'>
  /** Every return of the order that is known. */
  returns: readonly Return[]
}

/**
 * What a rule found. `allowed` is an upper bound: the answer is the least of all bounds. Every rule says something, if only that it does not apply,
 * because the trace must show that it was asked.
 */
export type Finding = {
  rule: RuleId | null
  said: string
  allowed?: number
  refusal?: LineAnswer['refusals'][number]
  until?: LineAnswer['until']
  requires?: LineAnswer['requires']
  reasons?: LineAnswer['reasons']
  resolutions?: LineAnswer['resolutions']
  terms?: LineAnswer['terms']
}

export type LineRule = (question: Question) => Finding[]

export const nothing = (said: string): Finding[] => [{ rule: null, said }]

export const barred = (rule: RuleId | null, code: string, sentence: string): Finding => ({
  rule,
  said: sentence,
  allowed: 0,
  refusal: { code, sentence, rule },
})
