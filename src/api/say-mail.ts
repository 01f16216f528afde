/** A mail of the log in the words of the wire: which facts it tells of, and what it is sealed with, stay here. */
import { audienceOf } from '../core/mail/mailing.ts'
import type { Mail } from '../desk/mail-log.ts'

export const sayMail = (mail: Mail) => ({
  id: mail.id,
  shop_id: mail.shop,
  return_id: mail.ret,
  order_id: mail.order,
  kind: mail.kind,
  audience: audienceOf(mail.kind),
  to: mail.to,
  language: mail.language,
  state: mail.state,
  tries: mail.tries,
  next_try_at: mail.state === 'queued' ? mail.nextTryAt : null,
  made_at: mail.madeAt,
  sent_at: mail.sentAt,
  message_id: mail.messageId,
  subject: mail.subject,
  why: mail.why,
})
