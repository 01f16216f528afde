/** What stands around a mail on its way: from whom, to whom, and what mail programs and other machines are told about it. */
import type { ReturnId } from '../core/ids.ts'
import type { Language } from '../core/languages.ts'
import { mailOf } from '../core/mail-settings.ts'
import { portalOf } from '../core/portal.ts'
import type { Shop } from '../core/shop.ts'
import type { Written } from './write.ts'

export type Envelope = Written & {
  from: { name: string; address: string }
  to: string
  replyTo: string | null
  messageId: string
  headers: Record<string, string>
}

/**
 * Null when nobody has said from which address to write. The Message-ID is made of the mail's own id, so a mail that is sent twice by accident is the same
 * mail to everybody on the way. All mails of a return name one forerunner that was never sent: programs then show them as one conversation.
 */
export function envelopeOf(
  mail: { id: string; again: number; ret: ReturnId | null; to: string; language: Language },
  shop: Shop,
  written: Written,
  house: { name: string | null; address: string } | null,
): Envelope | null {
  const { from, replyTo } = mailOf(shop)
  const address = from.address ?? house?.address ?? null
  if (address === null) return null
  const domain = domainOf(address)
  const thread = mail.ret === null ? {} : threadOf(`<return.${mail.ret}@${domain}>`)
  return {
    ...written,
    from: { name: from.name ?? portalOf(shop).brand.name ?? shop.name, address },
    to: mail.to,
    replyTo: replyTo ?? portalOf(shop).contact.email,
    messageId: `<${mail.id}${mail.again > 0 ? `.${mail.again}` : ''}@${domain}>`,
    headers: { ...FROM_A_MACHINE, ...thread, 'content-language': mail.language },
  }
}

/** RFC 3834, section 5: no holiday notice is sent back; the second says the same to servers that know only it. */
const FROM_A_MACHINE = { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' }

/** RFC 5322, section 3.6.4. */
const threadOf = (first: string) => ({ 'in-reply-to': first, references: first })

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
