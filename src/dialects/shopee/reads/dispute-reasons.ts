/** get_return_dispute_reason: why the seller may object, and what has to be shown for it. */
import type { Client, DialectHouse } from '../../dialect.ts'
import { disputeReasonsFor } from '../dispute-reasons.ts'
import type { Input } from '../door.ts'
import { isNo, type ShopeeNo } from '../errors.ts'
import { seenBy } from './named.ts'

/** The only kind of sample whose number is known. */
const IMAGE = 1

export async function getReturnDisputeReason(
  house: DialectHouse,
  client: Client,
  input: Input,
): Promise<object | ShopeeNo> {
  const seen = await seenBy(house, 'get_return_dispute_reason', client, input)
  if (isNo(seen)) return seen
  return {
    dispute_reason_list: disputeReasonsFor(seen).map(({ id, requirement, samples, modules }) => ({
      // Text since 2026-04-27; it goes back as a number all the same.
      dispute_reason: String(id),
      dispute_requirement: requirement,
      sample_evidence: samples.map(({ url, thumbnail }) => ({ type: IMAGE, url, thumbnail })),
      evidence_module_list: modules.map(module => ({
        module_index: module.index,
        requirement: module.requirement,
        is_required: module.required,
      })),
    })),
  }
}
