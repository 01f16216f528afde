/** The status words of the four platforms, as their doors say them: what the walk holds the model to. */
import type { Reading } from '../../src/core/return/reading.ts'
import { approvalStatus as aftership, olderStatus as aftershipOlder } from '../../src/dialects/aftership/words.ts'
import {
  status as shopee,
  compensationStatus as shopeeCompensation,
  logisticsStatus as shopeeLogistics,
  negotiationStatus as shopeeNegotiation,
  proofStatus as shopeeProof,
} from '../../src/dialects/shopee/words.ts'
import { status as shopflix } from '../../src/dialects/shopflix/words.ts'
import { status as shopline, webhookStatus as shoplineWebhook } from '../../src/dialects/shopline/words.ts'

export { aftership, shopee, shopeeCompensation, shopeeLogistics, shopeeNegotiation, shopflix }

/** Readings that have a word for every state. */
export const TOTAL: Record<string, Reading> = {
  shopee,
  shopeeNegotiation,
  shopeeProof,
  aftership,
  aftershipOlder,
  shopflix,
  shopline,
  shoplineWebhook,
}
