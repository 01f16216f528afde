/** The log of mails: what was written to whom and what became of it, and sending one once more. */
import type { ReturnId } from '../core/ids.ts'
import type { MailKind } from '../core/mail/kinds.ts'
import { ERASED } from '../core/privacy/rule.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { findMail, listMails, type Mail, type MailFinding, type MailState, queueAgain } from '../db/mails.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Page, pageOf, pageSize } from './look.ts'
import { type Keyed, note, once } from './once.ts'

export { MAIL_STATES, type Mail, type MailState } from '../db/mails.ts'

export type MailWish = {
  ret?: ReturnId
  kinds?: readonly MailKind[]
  states?: readonly MailState[]
  after?: MailFinding['after']
  limit?: number
}

/** Newest first. Whoever may read who changed what may read what was written to whom; shoppers may not. */
export async function mailsFor(desk: Desk, caller: Caller, wish: MailWish): Promise<Page<Mail> | Refusal> {
  const denied = missingScope(caller, 'audit:read')
  if (denied) return denied
  const limit = pageSize(wish.limit)
  const rows = await listMails(desk.db, caller.org, { ...wish, shops: caller.shops, limit: limit + 1 })
  return pageOf(rows, limit, mail => ({ at: mail.madeAt, id: mail.id }))
}

export async function mailFor(desk: Desk, caller: Caller, id: string): Promise<Mail | Refusal> {
  const denied = missingScope(caller, 'audit:read')
  if (denied) return denied
  const mail = await findMail(desk.db, caller.org, id)
  return mail !== null && reachesShop(caller, mail.shop) ? mail : nothingHere('mail')
}

/** Puts one on the way again, whatever became of it; one that waits is tried at once. It is written anew, from the return as it is then. */
export async function sendMailAgain(
  desk: Desk,
  caller: Caller,
  id: string,
  keyed: Keyed = {},
): Promise<Mail | Refusal> {
  const denied = missingScope(caller, 'audit:read') ?? missingScope(caller, 'returns:write')
  if (denied) return denied
  return once(desk, caller, { key: keyed.key, request: { mail: id } }, async tx => {
    const mail = await findMail(tx, caller.org, id)
    if (mail === null || !reachesShop(caller, mail.shop)) return nothingHere('mail')
    const no = whyNot(mail)
    if (no) return no
    await queueAgain(tx, caller.org, id, desk.now())
    note(tx, desk, caller, 'mail.sent_again', id, { kind: mail.kind })
    return (await findMail(tx, caller.org, id)) as Mail
  })
}

function whyNot({ to, kind, state }: Mail): Refusal | null {
  if (to === ERASED)
    return refuse('not_open', { sentence: 'Whoever got this mail was forgotten; nobody knows the address any more.' })
  return kind === 'code' && state !== 'queued'
    ? refuse('not_open', { sentence: 'A code leaves once; let the shopper ask for a new one.' })
    : null
}
