/** Taking orders from a file to the desk: several at a time, told in the order of the file. */
import { setTimeout as pause } from 'node:timers/promises'
import { enterOrder } from '../core/order/entry.ts'
import type { OrderInput } from '../core/order/order-input.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'
import { type Caller } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { type Entered, enterOne } from '../desk/orders.ts'
import type { BadRow, ReadOrder } from '../imports/read-orders.ts'
import type { Rejected } from './rejects.ts'

/** What became of one order, in the words of the counts. `to` is the last line of the file that is done with it. */
export type Dealt =
  | { outcome: 'created' | 'updated' | 'unchanged'; to: number; bytesRead: number; warnings: string[] }
  | { outcome: 'rejected'; to: number; bytesRead: number; why: Rejected }

export type Enter = (input: OrderInput) => Promise<Entered['outcome'] | Refusal>

/** Keeps them. An order that somebody else enters at the same moment is sent again. */
export const keeping =
  (desk: Desk, caller: Caller, shop: Shop): Enter =>
  async input => {
    for (let attempt = 1; ; attempt++) {
      const entered = await enterOne(desk, caller, shop.id, { source: 'import', ...input })
      if (!refused(entered)) return entered.outcome
      if (entered.code !== 'busy' || attempt === 5) return entered
      await pause(20 * attempt)
    }
  }

/** Only checks them: what would be refused whatever is known already. */
export const checking =
  (desk: Desk, shop: Shop): Enter =>
  async input => {
    const order = enterOrder({ source: 'import', ...input }, null, {
      shop,
      policy: null,
      at: desk.now(),
      org: shop.org,
      fresh: desk.fresh,
    })
    return refused(order) ? order : 'created'
  }

const AT_A_TIME = 8

/** Gives what became of each record in the file's own order, so that whoever stops knows up to where everything is done. */
export async function* enterOrders(
  records: AsyncIterable<ReadOrder | BadRow>,
  enter: Enter,
  stopped: AbortSignal,
): AsyncGenerator<Dealt> {
  const waiting: Promise<Dealt>[] = []
  for await (const record of records) {
    if (stopped.aborted) break
    const dealt = deal(record, enter)
    // Looked at when its turn comes; until then a failure may not end the process.
    dealt.catch(() => {})
    waiting.push(dealt)
    if (waiting.length >= AT_A_TIME) yield await (waiting.shift() as Promise<Dealt>)
  }
  for (const dealt of waiting) yield await dealt
}

async function deal(record: ReadOrder | BadRow, enter: Enter): Promise<Dealt> {
  if (record.kind === 'bad') return { outcome: 'rejected', to: record.to, bytesRead: record.bytesRead, why: record }
  const { from, to, raw, bytesRead, warnings } = record
  const outcome = await enter(record.order)
  if (!refused(outcome)) return { outcome, to, bytesRead, warnings }
  return { outcome: 'rejected', to, bytesRead, why: { line: from, to, raw, ...reasonOf(outcome) } }
}

function reasonOf({ code, detail }: Refusal): { reason: string; path?: string } {
  const more = (detail.errors?.length ?? 0) - 1
  const further = more > 0 ? ` (And ${more} more in the same order.)` : ''
  return {
    reason: `${detail.sentence ?? `The order was refused: ${code}.`}${further}`,
    ...(detail.path && { path: detail.path }),
  }
}
