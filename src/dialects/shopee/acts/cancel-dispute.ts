import type { Return } from '../../../core/return/return.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { snOf } from '../ids.ts'
import { type Act, change } from './change.ts'
import { isEmail, textIn } from './fields.ts'
import { statusOf } from './standing.ts'

/** Take a claim for compensation back. A dispute about the return itself cannot be withdrawn on this platform. */
export const cancelDispute: Act = async asked => {
  const email = textIn(asked.input, 'email')
  if (isNo(email)) return email
  if (email === undefined || email === '') return no('error_param', 'parameter invalid')
  if (!isEmail(email)) return no('error_perm', `invalid email : ${email}.`)
  const done = await change(asked, ({ ret }) => ineligible(ret) ?? [{ verb: 'withdraw_claim' }], { email })
  return isNo(done) ? done : { return_sn: snOf(done.ret), message: 'SUCCESS' }
}

const cannot = (why: string): ShopeeNo => no('dispute.cancel.ineligible', `Cannot cancel dispute ${why}`)

function ineligible(ret: Return): ShopeeNo | null {
  if (statusOf(ret) !== 'ACCEPTED') return cannot('when return status is not in ACCEPTED')
  const { state } = ret.compensation
  switch (state) {
    case 'requested':
      return null
    case 'approved':
    case 'rejected':
    case 'cancelled':
      return cannot(`when compensation status is already in COMPENSATION_${state.toUpperCase()}`)
    case 'initial':
    case 'pending_request':
      return cannot('when compensation status is not in COMPENSATION_REQUESTED')
    default:
      return cannot('because return SN is not eligible for compensation dispute')
  }
}
