/** The two sides speaking with each other: messages, offers, photos, and the arbiter's word. */
import type { AboutReturn } from '../about.ts'
import { button, type Content, quote, text } from '../content.ts'
import { sumOf } from '../money.ts'
import { messagesOf, numbersOf, piecesOf, untilOf, viewButton } from '../parts.ts'

const numbered = ({ ret, shopName }: AboutReturn) => ({ number: ret.number, shop: shopName })

export function message(about: AboutReturn): Content {
  const { say, ret } = about
  const told = messagesOf(about)
  const newest = ret.messages.findLast(({ to }) => to === 'shopper')
  return {
    subject: say('mails.message.subject', numbered(about)),
    title: say('mails.message.title'),
    blocks: [
      text(say('mails.message.text', numbered(about))),
      ...(told.length > 0 || newest === undefined ? told : [quote(newest.text)]),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function offerMade(about: AboutReturn): Content {
  const { say, ret, formats, doc, link } = about
  const offer = ret.offers.find(({ id }) => id === doc.offer) ?? ret.offers.at(-1)
  const amount = offer?.terms.amount ?? null
  return {
    subject: say('mails.offer_made.subject', numbered(about)),
    title: amount
      ? say('mails.offer_made.title', { ...numbered(about), amount: formats.money(amount) })
      : say('mails.offer_made.title.bare', numbered(about)),
    blocks: [
      text(say(offer?.terms.handling === 'send_back' ? 'mails.offer_made.send_back' : 'mails.offer_made.keep')),
      ...(offer?.until ? [text(say('mails.offer_made.until', { day: formats.day(offer.until) }))] : []),
      ...messagesOf(about),
      ...(amount ? [sumOf(about, say('mails.money.offered'), amount)] : []),
      ...button(say('mails.button.offer'), link(`returns/${ret.number}`)),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}

export function offerAnswered(about: AboutReturn): Content {
  const { say, ret, doc } = about
  const offer = ret.offers.find(({ id }) => id === doc.offer) ?? ret.offers.at(-1)
  const answer = (doc.answer ?? offer?.end) === 'accepted' ? 'accepted' : 'declined'
  const amount = offer?.terms.amount ?? null
  return {
    subject: say('mails.offer_answered.subject', numbered(about)),
    title: say(`mails.offer_answered.title.${answer}`, numbered(about)),
    blocks: [
      text(say(`mails.offer_answered.text.${answer}`)),
      ...messagesOf(about),
      ...(amount && answer === 'accepted' ? [sumOf(about, say('mails.money.agreed'), amount)] : []),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function verdict(about: AboutReturn): Content {
  const { say, ret } = about
  const { dispute } = ret
  const forShopper = dispute.state === 'for_shopper'
  const told = dispute.state === 'for_shopper' || dispute.state === 'for_merchant' ? dispute.verdict : null
  const pays = forShopper ? (told?.pays ?? 'now') : 'nothing'
  return {
    subject: say('mails.verdict.subject', numbered(about)),
    title: say(forShopper ? 'mails.verdict.title.shopper' : 'mails.verdict.title.merchant', numbered(about)),
    blocks: [
      text(say(`mails.verdict.text.${pays}`)),
      ...(told?.text.trim() ? [text(say('mails.verdict.words')), quote(told.text)] : []),
      ...messagesOf(about),
      ...(forShopper && told?.amount ? [sumOf(about, say('mails.money.promised'), told.amount)] : []),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function photosWanted(about: AboutReturn): Content {
  const { say, ret, formats, link } = about
  const until = untilOf(about, 'photos')
  return {
    subject: say('mails.photos_wanted.subject', numbered(about)),
    title: say('mails.photos_wanted.title'),
    blocks: [
      until
        ? text(say('mails.photos_wanted.text', { ...numbered(about), day: formats.day(until) }))
        : text(say('mails.photos_wanted.text.open', numbered(about))),
      ...messagesOf(about),
      ...button(say('mails.button.photos'), link(`returns/${ret.number}`)),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}
