/** Whether a mail that was ordered is still worth sending, now that it is about to leave. */
import { deadlines, photosMissing } from '../return/deadlines.ts'
import type { Return } from '../return/return.ts'
import type { MailKind } from './kinds.ts'
import type { MailDoc } from './mailing.ts'

/** Why a mail stays here. `overtaken`: something happened since that is told in a mail of its own. `moot`: nobody is waited for any more. */
export type Untimely = 'overtaken' | 'moot'

/** Null when it is to leave. A mail is sent seconds after its act, or after days when the mail server was away: it must be true when it is read. */
export function untimely(kind: MailKind, doc: MailDoc, ret: Return): Untimely | null {
  const { state } = ret.request
  switch (kind) {
    case 'received':
    case 'received_gift':
      return state === 'submitted' ? null : 'overtaken'
    case 'approved':
    case 'label_ready':
      return state === 'rejected' || state === 'cancelled' || state === 'expired' ? 'overtaken' : null
    case 'photos_wanted':
      return state === 'submitted' && photosMissing(ret) ? null : 'moot'
    case 'offer_made':
      return ret.offers.some(({ id, end }) => id === doc.offer && end === null) ? null : 'overtaken'
    case 'charge_asked':
      return ret.charges.some(({ id, state: at }) => id === doc.charge && at === 'asked') ? null : 'moot'
    case 'reminder_expiry':
    case 'reminder_send':
    case 'reminder_photos':
    case 'reminder_offer':
      return runsStill(ret, doc) ? null : 'moot'
    case 'staff_deadline':
      return doc.passed || runsStill(ret, doc) ? null : 'moot'
    default:
      return null
  }
}

const runsStill = (ret: Return, { due, until }: MailDoc): boolean =>
  deadlines(ret).some(({ kind, at }) => kind === due && at === until)
