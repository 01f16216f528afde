/** A mail written: subject, page and plain twin, in the shop's name, words and colour. */
import { isForStaff, isOrdered } from '../core/mail/kinds.ts'
import { mailOf } from '../core/mail-settings.ts'
import { portalOf } from '../core/portal.ts'
import { formatsFor } from '../ui/formats.ts'
import { type OwnTexts, speakIn } from '../ui/texts/speak.ts'
import type { About, AboutReturn, Occasion } from './about.ts'
import type { Content } from './content.ts'
import { type Frame, pageOf } from './frame.ts'
import { ABOUT_RETURNS, ORDERED } from './kinds/index.ts'
import { plainOf } from './plain.ts'

export type Written = { subject: string; html: string; text: string }

/** A text of the shop that cannot be said here is passed over for the house's: a mail that does not leave helps nobody. Null where its return is gone. */
export function write(occasion: Occasion): Written | null {
  const own = portalOf(occasion.shop).texts
  try {
    return written(occasion, own)
  } catch (fault) {
    if (Object.keys(own).length === 0) throw fault
    return written(occasion, {})
  }
}

function written(occasion: Occasion, own: OwnTexts): Written | null {
  const { shop, language } = occasion
  const about: About = {
    ...occasion,
    say: speakIn(language, own),
    formats: formatsFor(language, shop.timeZone),
    shopName: portalOf(shop).brand.name ?? shop.name,
  }
  const content = contentOf(about)
  if (content === null) return null
  const frame = frameOf(about)
  return { subject: oneLine(content.subject), html: pageOf(content, frame), text: plainOf(content, frame) }
}

/** A subject is one line, whatever somebody called their shop. */
const oneLine = (subject: string): string => subject.replaceAll(/\s+/g, ' ').trim()

function contentOf(about: About): Content | null {
  const { kind, seen } = about
  if (isOrdered(kind)) return ORDERED[kind](about)
  if (seen === null) return null
  const whole: AboutReturn = { ...about, seen, ret: seen.ret, order: seen.order }
  return ABOUT_RETURNS[kind](whole)
}

function frameOf(about: About): Frame {
  const { shop, say, shopName, language } = about
  const { brand, links } = portalOf(shop)
  const name = isForStaff(about.kind) ? '' : greeted(about)
  return {
    language,
    shop: { name: shopName, logo: brand.logo, url: links.shop, accent: brand.accent },
    hello: name === '' ? say('mails.hello.nobody') : say('mails.hello', { name }),
    foot: footOf(about),
  }
}

/** Whoever asks for a code or declares a withdrawal has only named an order, and is told no name they did not say themselves. */
function greeted({ kind, seen }: About): string {
  if (seen === null || isOrdered(kind)) return ''
  return (seen.ret.gift?.recipient ?? seen.ret.contact).firstName.trim()
}

function footOf({ kind, shop, seen, say, shopName }: About): string[] {
  if (isForStaff(kind)) return [say('mails.why.staff', { shop: shopName })]
  const { contact, links } = portalOf(shop)
  const { replyTo, footer, from } = mailOf(shop)
  const contactAt = contact.email ?? contact.phone
  const why =
    seen === null || isOrdered(kind)
      ? []
      : [
          seen.ret.gift
            ? say('mails.why.gift', { shop: shopName })
            : say('mails.why', { shop: shopName, number: seen.ret.number }),
        ]
  const ask =
    (replyTo ?? contact.email ?? from.address)
      ? [say('mails.ask')]
      : contactAt
        ? [say('mails.ask.contact', { contact: contactAt })]
        : []
  return [...why, ...ask, ...(footer ? [footer] : []), ...[links.imprint, links.privacy].flatMap(link => link ?? [])]
}
