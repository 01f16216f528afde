/** Forgetting a shopper who asks for it (GDPR art. 17): their words, names and addresses go, money, goods and the record of decisions stay. */
import { randomUUID } from 'node:crypto'
import type { OrderId, ShopId } from '../core/ids.ts'
import { filesNamed } from '../core/privacy/files-named.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import { draftsOf } from '../db/drafts.ts'
import { straysMatched } from '../db/erasure.ts'
import { countFiles } from '../db/files.ts'
import { findOrder } from '../db/orders.ts'
import { creditsOf } from '../db/persons.ts'
import { returnsOfOrder } from '../db/returns.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { eraseOrder, type OpenReturn, openOf } from './erase-order.ts'
import { markOf, ordersOfPerson, type Person } from './person.ts'
import { clearWithdrawn } from './photos.ts'
import { type Draft, photosIn } from './shopper/drafts.ts'

export type ErasureWish = Person & {
  preview?: boolean
  /** Forgets although something is still under way; whoever does it says why. */
  forceOpen?: boolean
  reason?: string
}

export type ErasedPurchase = {
  order: OrderId
  shop: ShopId
  number: string
  returns: OpenReturn[]
  files: number
  credits: number
  /** False in a preview, and for an order on which something began while the others were forgotten. */
  erased: boolean
}

export type Erasure = { id: string; preview: boolean; orders: ErasedPurchase[] }

const FILES_AT_ONCE = 500

/**
 * Purchase by purchase, each in its own transaction: what stops in the middle goes on where it stopped when it is asked for again. Refused while a
 * return is under way or money on its way, unless somebody says why it cannot wait.
 */
export async function eraseShopper(
  desk: Desk,
  caller: Caller,
  { preview = false, forceOpen = false, reason, ...person }: ErasureWish,
): Promise<Erasure | Refusal> {
  const found = await ordersOfPerson(desk, caller, person, 'data:write')
  if (refused(found)) return found
  const wrong = forceOpen ? wrongReason(reason, person) : null
  if (wrong) return wrong
  const orders: ErasedPurchase[] = []
  for (const id of found) orders.push(await look(desk, caller, id))
  const erasure: Erasure = { id: randomUUID(), preview, orders }
  if (preview) return erasure
  const open = orders.flatMap(order => order.returns).filter(ret => ret.open.length > 0)
  if (open.length > 0 && !forceOpen) return stillOpen(open)

  const erasing = { id: erasure.id, person: markOf(desk, caller.org, person), force: forceOpen ? (reason ?? '') : null }
  for (const order of orders) {
    const done = await eraseOrder(desk, caller, order.order, erasing)
    if (done) Object.assign(order, done)
  }
  while ((await clearWithdrawn(desk, caller.org, FILES_AT_ONCE)) === FILES_AT_ONCE);
  return erasure
}

/** The reason stays in the audit for ever, so it must not name whom it is about. */
function wrongReason(reason: string | undefined, { email }: Person): Refusal | null {
  if (reason === undefined || reason.trim() === '')
    return refuse('reason_required', {
      path: 'reason',
      sentence: 'Say why the person is to be forgotten although something is still under way.',
    })
  if (email !== undefined && reason.toLowerCase().includes(email.trim().toLowerCase()))
    return refuse('invalid', {
      path: 'reason',
      sentence: 'The reason is kept for ever; write it without the address or name of the person.',
    })
  return null
}

async function look(desk: Desk, { org }: Caller, id: OrderId): Promise<ErasedPurchase> {
  const [order, returns] = await Promise.all([findOrder(desk.db, org, id), returnsOfOrder(desk.db, org, id)])
  const ids = returns.map(ret => ret.id)
  const [strays, drafts] = await Promise.all([straysMatched(desk.db, org, ids), draftsOf<Draft>(desk.db, org, id)])
  const [files, credits] = await Promise.all([
    countFiles(desk.db, org, [...filesNamed([returns, strays]), ...photosIn(drafts)], ids),
    creditsOf(desk.db, org, ids),
  ])
  return {
    order: id,
    shop: order?.shop as ShopId,
    number: order?.refs.number ?? '',
    returns: returns.map(openOf),
    files,
    credits: credits.length,
    erased: false,
  }
}

function stillOpen(open: readonly OpenReturn[]): Refusal {
  const money = open.some(ret => ret.open.includes('payout') || ret.open.includes('charge'))
  return refuse(money ? 'payout_in_flight' : 'not_open', {
    sentence: `Something is still under way on ${open.map(ret => `${ret.number} (${ret.open.join(', ')})`).join(', ')}. Bring it to its end first, or send force_open with a reason.`,
    returns: open,
  })
}
