/** A shopper as they name themselves when they ask what is kept of them, and everything that is. */
import { createHmac } from 'node:crypto'
import type { OrderId, OrgId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import { filesNamed } from '../core/privacy/files-named.ts'
import { isForStaff } from '../core/mail/kinds.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import { type AuditEntry, listAudit } from '../db/audit.ts'
import { findFiles, type StoredFile } from '../db/files.ts'
import { type Mail, mailsAbout } from '../db/mails.ts'
import { findPurchase } from '../db/orders.ts'
import { type Credit, creditsOf, ordersNaming } from '../db/persons.ts'
import { eventsOf } from '../db/return-events.ts'
import { returnsOfOrder } from '../db/returns.ts'
import { type Caller, missingScope, nothingHere, type Scope } from './caller.ts'
import type { Desk } from './desk.ts'
import { note, once } from './once.ts'
import { keyFor } from './open-desk.ts'

/** Any one of these finds everything. */
export type Person = { email?: string; customerId?: string; phone?: string }

/** A key tied to some shops answers for those; one that is tied to orders answers for nobody. */
export async function ordersOfPerson(
  desk: Desk,
  caller: Caller,
  person: Person,
  scope: Scope,
): Promise<OrderId[] | Refusal> {
  const denied = missingScope(caller, scope)
  if (denied) return denied
  if (caller.orders !== null) return nothingHere('person')
  const names = {
    emails: said(person.email),
    ids: said(person.customerId),
    phones: said(person.phone).filter(phone => /\d/.test(phone)),
  }
  if (names.emails.length + names.ids.length + names.phones.length === 0)
    return refuse('invalid', {
      path: 'email',
      sentence: 'Say whom this is about: an e-mail address, a telephone number or the id of a customer.',
    })
  return ordersNaming(desk.db, caller.org, caller.shops, names)
}

const said = (name: string | undefined): string[] => (name === undefined || name.trim() === '' ? [] : [name.trim()])

/**
 * What an audit may keep of a person who is forgotten: whoever knows the address can find the line again, and nobody can read the address from it
 * without the installation's secret.
 */
export const markOf = (desk: Desk, org: OrgId, { email, customerId, phone }: Person): string =>
  createHmac('sha256', keyFor(desk, 'forgotten persons'))
    .update(JSON.stringify([org, (email ?? customerId ?? phone ?? '').trim().toLowerCase()]))
    .digest('hex')

/**
 * Everything that is kept of a person, purchase by purchase. That somebody asked stands in the audit, because it is a look at everything of somebody
 * at once.
 */
export async function showPerson(
  desk: Desk,
  caller: Caller,
  person: Person,
): Promise<AsyncGenerator<PersonRecord> | Refusal> {
  const orders = await ordersOfPerson(desk, caller, person, 'data:read')
  if (refused(orders)) return orders
  const mark = markOf(desk, caller.org, person)
  await once(desk, caller, {}, async tx => {
    note(tx, desk, caller, 'person.exported', mark, { orders: orders.length })
  })
  return recordsOf(desk, caller.org, orders)
}

/** One purchase and everything that came of it. */
export type PersonRecord = {
  order: Order
  shop: Shop
  policy: Policy | null
  returns: { ret: Return; events: Recorded[] }[]
  credits: Credit[]
  /** To the shopper; what the shop's own people were written is the shop's. */
  mails: Mail[]
  files: StoredFile[]
  audit: AuditEntry[]
}

const MOST_LINES = 1_000

/** Read one by one, so that somebody with many orders needs no more room than somebody with one. */
async function* recordsOf(desk: Desk, org: OrgId, orders: readonly OrderId[]): AsyncGenerator<PersonRecord> {
  for (const id of orders) {
    const [purchase, found] = await Promise.all([findPurchase(desk.db, org, id), returnsOfOrder(desk.db, org, id)])
    if (purchase === null) continue
    const returns = await Promise.all(
      found.map(async ret => ({ ret, events: await eventsOf(desk.db, org, ret.id, { limit: 1_000_000 }) })),
    )
    const ids = found.map(ret => ret.id)
    const [credits, mails, files, audit] = await Promise.all([
      creditsOf(desk.db, org, ids),
      mailsAbout(desk.db, org, id, ids),
      findFiles(desk.db, org, filesNamed(returns)),
      listAudit(desk.db, org, { subject: id, limit: MOST_LINES }),
    ])
    const toShopper = mails.filter(({ kind }) => !isForStaff(kind))
    yield { ...purchase, returns, credits, mails: toShopper, files, audit }
  }
}
