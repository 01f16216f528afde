/** The one return a read names, with everything around it. */
import { refused } from '../../../core/refusal.ts'
import { findOne, type Seen } from '../../../desk/look.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import type { Input } from '../door.ts'
import { no, type ShopeeNo } from '../errors.ts'
import { returnNamed } from '../ids.ts'
import { missingSn, refusalOf, type ShopeeCall, unknownSn } from '../refusals.ts'

/** A number no return of this shop has is answered like another shop's: whose it is stays unsaid. */
export async function seenBy(
  house: DialectHouse,
  call: ShopeeCall,
  client: Client,
  { return_sn: sn }: Input,
): Promise<Seen | ShopeeNo> {
  if (sn === undefined || sn === '') return missingSn(call)
  if (typeof sn !== 'string') return no('error_param', 'Return SN or ID is invalid.')
  const named = returnNamed(client, sn)
  if (named === null) return unknownSn(call)
  const seen = await findOne(house.desk, client.caller, named)
  return refused(seen) ? refusalOf(call, seen) : seen
}
