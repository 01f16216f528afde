/** What became of the request: received, approved, changed, turned down, ended. */
import { travelling } from '../../core/return/quantities.ts'
import type { AboutReturn } from '../about.ts'
import { type Block, type Content, quote, text } from '../content.ts'
import { expectedOf, moneyOf } from '../money.ts'
import { hasLabel, messagesOf, numbersOf, piecesOf, sendingOf, untilOf, viewButton } from '../parts.ts'

const numbered = ({ ret, shopName }: AboutReturn) => ({ number: ret.number, shop: shopName })

export function received(about: AboutReturn): Content {
  const { say, formats } = about
  const until = untilOf(about, 'answer')
  return {
    subject: say('mails.received.subject', numbered(about)),
    title: say('mails.received.title'),
    blocks: [
      until
        ? text(say('mails.received.text', { ...numbered(about), day: formats.day(until) }))
        : text(say('mails.received.text.open', numbered(about))),
      ...messagesOf(about),
      moneyOf(about, say('mails.money.expected'), expectedOf(about)),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function receivedGift(about: AboutReturn): Content {
  const { say } = about
  return {
    subject: say('mails.received_gift.subject', numbered(about)),
    title: say('mails.received_gift.title'),
    blocks: [
      text(say('mails.received_gift.text', numbered(about))),
      ...messagesOf(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function approved(about: AboutReturn): Content {
  const { say, doc } = about
  const labelled = hasLabel(about) && travelling(about.ret).length > 0
  return {
    subject: say('mails.approved.subject', numbered(about)),
    title: say(labelled ? 'mails.approved.title.label' : 'mails.approved.title'),
    blocks: [
      text(say(doc.filed ? 'mails.approved.text.filed' : 'mails.approved.text', numbered(about))),
      ...sendingOf(about),
      ...messagesOf(about),
      moneyOf(about, say('mails.money.expected'), expectedOf(about)),
      ...after(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

/** When that what was wished for sets out. */
function after({ ret, say }: AboutReturn): Block[] {
  if (travelling(ret).length === 0) return []
  const wished = ret.items.map(({ resolution }) => (resolution.type === 'refund' ? resolution.to : 'exchange'))
  if (wished.includes('instant_refund')) return []
  if (wished.includes('exchange')) return ret.advance ? [] : [text(say('mails.get.after.exchange'))]
  return [text(say(wished.includes('store_credit') ? 'mails.get.after.credit' : 'mails.get.after'))]
}

export function kept(about: AboutReturn): Content {
  const { say } = about
  return {
    subject: say('mails.kept.subject', numbered(about)),
    title: say('mails.kept.title'),
    blocks: [
      text(say('mails.kept.text')),
      ...messagesOf(about),
      moneyOf(about, say('mails.money.promised'), expectedOf(about)),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function edited(about: AboutReturn): Content {
  const { say, ret } = about
  const why = ret.items.find(({ id }) => id === about.doc.item)?.removed.at(-1)?.why
  return {
    subject: say('mails.edited.subject', numbered(about)),
    title: say('mails.edited.title'),
    blocks: [
      text(say('mails.edited.text', numbered(about))),
      ...(why ? [text(say('mails.edited.why', { why }))] : []),
      ...messagesOf(about),
      ...piecesOf(about),
      moneyOf(about, say('mails.money.expected'), expectedOf(about)),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function rejected(about: AboutReturn): Content {
  const { say, ret } = about
  const reason = ret.request.state === 'rejected' ? ret.request.reason.trim() : ''
  return {
    subject: say('mails.rejected.subject', numbered(about)),
    title: say('mails.rejected.title', numbered(about)),
    blocks: [
      ...(reason === ''
        ? [text(say('mails.rejected.text.bare', numbered(about)))]
        : [text(say('mails.rejected.text', numbered(about))), quote(reason)]),
      ...messagesOf(about),
      text(say('mails.rejected.next')),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function cancelled(about: AboutReturn): Content {
  const { say, ret } = about
  const { cause, reason } =
    ret.request.state === 'cancelled' ? ret.request : { cause: 'merchant' as const, reason: null }
  return {
    subject: say('mails.cancelled.subject', numbered(about)),
    title: say('mails.cancelled.title'),
    blocks: [
      text(say(`mails.cancelled.text.${cause}`, numbered(about))),
      ...(reason && cause !== 'shopper' ? [quote(reason)] : []),
      ...messagesOf(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function expired(about: AboutReturn): Content {
  const { say } = about
  return {
    subject: say('mails.expired.subject', numbered(about)),
    title: say('mails.expired.title'),
    blocks: [
      text(say('mails.expired.text')),
      ...messagesOf(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}
