import type { Verb } from '../verb.ts'
import { paidBack, REFUNDABLE } from './refund.ts'

/** Pay back as store credit. The credit is an entry in the shop's own books, so it is issued and done in the same act. */
export const credit: Verb<'credit'> = {
  may: { merchant: REFUNDABLE, system: REFUNDABLE },
  locks: ['goods', 'money'],
  decide: (ret, args, tray) => paidBack(ret, { ...args, to: 'store_credit' }, tray),
}
