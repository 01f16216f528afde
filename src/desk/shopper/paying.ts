/** Paying what an exchange costs on top: where that is done, and writing down what came of it. */
import type { ChargeId, OrgId, ReturnId } from '../../core/ids.ts'
import type { Money } from '../../core/money.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Charge, Return } from '../../core/return/return.ts'
import { act } from '../act.ts'
import { type Caller, SCOPES_OF } from '../caller.ts'
import type { Desk } from '../desk.ts'

/** `page` is where the shopper comes from and goes back to; `key` is the same for every attempt at the same charge. */
export type ToPay = {
  key: string
  gateway: string
  amount: Money
  order: { number: string }
  ret: { number: string }
  page: string
}

/** Where it can be paid at once; null where the shop sends a request to pay. */
export type PayLinks = (charge: ToPay) => Promise<string | null>

const UNPAID: readonly Charge['state'][] = ['asked', 'declined']

/** What the shopper may pay now. A difference nobody has paid is asked for again after a decline; goods that did not come are the shop's to collect. */
export const payable = ({ charges, exchange }: Pick<Return, 'charges' | 'exchange'>): Charge[] =>
  charges.filter(
    ({ kind, state }) => UNPAID.includes(state) && (kind !== 'exchange_difference' || exchange?.state !== 'cancelled'),
  )

/** What the provider says came of it, on its behalf. Said twice it changes nothing. */
export async function reportCharge(
  desk: Desk,
  { org, ret, charge }: { org: OrgId; ret: ReturnId; charge: ChargeId },
  answer: { outcome: 'done'; externalId: string } | { outcome: 'declined'; why: string },
  cause: string,
): Promise<Return | Refusal> {
  const acted = await act(desk, providerOf(org), { ret }, [{ verb: 'charge', charge, ...answer }], { cause })
  return refused(acted) ? acted : acted.ret
}

const providerOf = (org: OrgId): Caller => ({
  org,
  actor: { role: 'system', id: null, name: 'Payments', via: 'portal', email: null },
  scopes: new Set(SCOPES_OF.system),
  shops: null,
  orders: null,
})
