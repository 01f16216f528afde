/** Everything a mail may be written from: the return as it is now, around it order and shop, and the words and figures of a language. */
import type { Language } from '../core/languages.ts'
import type { MailDoc } from '../core/mail/mailing.ts'
import type { MailKind } from '../core/mail/kinds.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import type { Formats } from '../ui/formats.ts'
import type { Speak } from '../ui/texts/speak.ts'

export type Seen = { ret: Return; order: Order; shop: Shop; policy: Policy | null; siblings: Return[] }

/** What is known when a mail is written. `seen` and `order` are null where it is about none. */
export type Occasion = {
  kind: MailKind
  language: Language
  doc: MailDoc & Record<string, unknown>
  shop: Shop
  order: Order | null
  seen: Seen | null
  /** The code a mail brings; null when it has left already. */
  secret: string | null
  /** Where a page of the portal is, named by its path below the shop's own; null where the shop has none. */
  link: (to: string) => string | null
}

export type About = Occasion & { say: Speak; formats: Formats; shopName: string }

/** The same about a return. */
export type AboutReturn = About & { seen: Seen; ret: Return; order: Order }
