/** Mails at the counter: ordering one, and the log of what was written to whom. */
import type { OrderId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Language } from '../core/languages.ts'
import type { MailKind } from '../core/mail/kinds.ts'
import { insertMails } from '../db/mails.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Desk } from './desk.ts'
import { freshId } from './ids.ts'
import { seal, unseal } from './sealing.ts'

/**
 * `key` makes it this mail and no other: ordered again, nothing happens. `doc` names what it tells of (for a withdrawal: `statement`, `at`, `reference`, `number`; for a code: `until`).
 * `secret` is the code a mail of kind `code` brings; it lies sealed until the mail is out.
 */
export type MailOrder = {
  org: OrgId
  shop: ShopId
  ret?: ReturnId | null
  order?: OrderId | null
  kind: MailKind
  to: string
  language: Language
  key: string
  doc?: Record<string, unknown>
  secret?: string | null
}

/** Orders a mail together with whatever else the transaction does; it leaves soon after that is kept. */
export const orderMail = (tx: Transaction, desk: Desk, mail: MailOrder): void => orderMails(tx, desk, mail.org, [mail])

/** All in one statement that travels with the rest of the transaction. */
export function orderMails(tx: Transaction, desk: Desk, org: OrgId, orders: readonly MailOrder[]): void {
  if (orders.length === 0) return
  const mails = orders.map(({ ret = null, order = null, doc = {}, secret = null, ...mail }) => {
    // Not from the desk's own source: what a return and its parts are called does not depend on whether its shop writes.
    const id = freshId<string>()
    const sealed = secret === null ? null : seal(desk, label(org, id), { secret })
    return { ...mail, id, ret, order, doc, secret: sealed }
  })
  send(insertMails(tx, org, mails, desk.now()))
}

/** What a mail brings under seal. */
export const openSecret = (desk: Desk, org: OrgId, id: string, sealed: string): string =>
  (unseal(desk, label(org, id), sealed) as { secret: string }).secret

const label = (org: OrgId, id: string): Buffer => Buffer.from(`mail ${org} ${id}`)
