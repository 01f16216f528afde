/** Where AfterShip's calls are open, in the words of its status: never wider than the verb behind them, often narrower. */
import { type Refusal, refuse } from '../../../core/refusal.ts'
import { readsAs } from '../../../core/return/reading.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Seen } from '../../../desk/look.ts'
import { approvalStatus } from '../words.ts'

type ApprovalStatus = keyof typeof approvalStatus

export const statusIs = ({ ret }: Pick<Seen, 'ret'>, ...words: ApprovalStatus[]): boolean =>
  readsAs(approvalStatus, words, strands(ret))

export const onlyWhile = (...words: ApprovalStatus[]): Refusal =>
  refuse('not_open', { sentence: `This is open while the approval status is ${words.join(', ')}.` })
