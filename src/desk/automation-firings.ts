/** Writing down which rules an act sets off, in the transaction of the act itself: no rule is forgotten, and none fires for what did not happen. */
import { firings } from '../core/automation/firing.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import { insertFirings } from '../db/automation.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Desk } from './desk.ts'
import type { Laid } from './lay.ts'

/** Most returns set nothing off, and then nothing is sent. */
export function keepFirings(
  tx: Transaction,
  desk: Pick<Desk, 'fresh'>,
  laid: Pick<Laid, 'order' | 'shop' | 'siblings'>,
  ret: Return,
  events: readonly Recorded[],
): void {
  const setOff = firings(ret, events, laid)
  if (setOff.length > 0)
    send(
      insertFirings(
        tx,
        { org: ret.org, shop: ret.shop, ret: ret.id },
        setOff.map(firing => ({ ...firing, id: desk.fresh<string>() })),
      ),
    )
}
