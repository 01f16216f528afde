/** What the shopper gets or owes: refunds, credit, replacements, charges, and the end of it. */
import { standing } from '../../core/return/quantities.ts'
import type { AboutReturn } from '../about.ts'
import { button, type Content, facts, text } from '../content.ts'
import { expectedOf, grantOf, moneyOf, sumOf } from '../money.ts'
import { messagesOf, numbersOf, piecesOf, sendingOf, viewButton } from '../parts.ts'

const numbered = ({ ret, shopName }: AboutReturn) => ({ number: ret.number, shop: shopName })

/** Whoever got it as a present did not pay, so nothing of the money that went back is told. */
export function refunded(about: AboutReturn): Content {
  const { say, formats, ret, doc } = about
  if (ret.gift) return refundedGift(about)
  const payout = ret.payouts.find(({ id }) => id === doc.payout)
  const figure = grantOf(about)?.figure ?? expectedOf(about)
  const amount = formats.money(payout?.amount ?? figure.total.presentment)
  return {
    subject: say('mails.refunded.subject', { ...numbered(about), amount }),
    title: say('mails.refunded.title', { amount }),
    blocks: [
      text(
        say(payout?.kind === 'elsewhere' ? 'mails.refunded.text.elsewhere' : 'mails.refunded.text', numbered(about)),
      ),
      ...messagesOf(about),
      payout ? sumOf(about, say('mails.money.paid'), payout.amount) : moneyOf(about, say('mails.money.paid'), figure),
      ...facts({ [say('mails.fact.reference')]: payout?.reference }),
      ...sendingLeft(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

function refundedGift(about: AboutReturn): Content {
  const { say } = about
  return {
    subject: say('mails.refunded.subject.gift', numbered(about)),
    title: say('mails.refunded.title.gift'),
    blocks: [
      text(say('mails.refunded.text.gift')),
      ...messagesOf(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

/** Paid before the goods were back: they are still to be sent. */
const sendingLeft = (about: AboutReturn) =>
  about.ret.receivings.length === 0 && about.ret.request.state === 'approved' ? sendingOf(about) : []

export function storeCredit(about: AboutReturn): Content {
  const { say, formats, ret } = about
  const grant = grantOf(about)
  const figure = grant?.figure ?? expectedOf(about)
  const amount = formats.money(figure.total.presentment)
  const code = ret.payouts.find(payout => payout.grant === grant?.id && payout.kind === 'store_credit')?.reference
  return {
    subject: say('mails.store_credit.subject', { ...numbered(about), amount }),
    title: say('mails.store_credit.title', { amount }),
    blocks: [
      text(say('mails.store_credit.text', numbered(about))),
      ...(code ? facts({ [say('mails.fact.credit')]: code }) : []),
      ...messagesOf(about),
      moneyOf(about, say('mails.money.credit'), figure),
      ...sendingLeft(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function exchangeOrdered(about: AboutReturn): Content {
  const { say, ret, formats } = about
  const title = [say('mails.fact.new_order'), ret.exchange?.order?.number ?? ''].join(' ').trim()
  const rows = (ret.exchange?.lines ?? []).map(({ title, quantity, variant }) => ({
    text: say('mails.piece', { count: formats.number(quantity), title }),
    detail: variant.title,
  }))
  return {
    subject: say('mails.exchange_ordered.subject', numbered(about)),
    title: say('mails.exchange_ordered.title'),
    blocks: [
      text(say('mails.exchange_ordered.text', numbered(about))),
      ...sendingLeft(about),
      ...messagesOf(about),
      ...(rows.length > 0 ? [{ is: 'pieces' as const, title, rows }] : piecesOf(about)),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

export function chargeAsked(about: AboutReturn): Content {
  const { say, formats, ret, doc, link } = about
  const charge = ret.charges.find(({ id }) => id === doc.charge) ?? ret.charges.at(-1)
  const owed = charge?.amount ?? { ...expectedOf(about).total.presentment, amountMinor: 0 }
  const amount = formats.money(owed)
  return {
    subject: say('mails.charge_asked.subject', { ...numbered(about), amount }),
    title: say('mails.charge_asked.title', { amount }),
    blocks: [
      text(say(`mails.charge_asked.text.${charge?.kind ?? 'exchange_difference'}`)),
      ...messagesOf(about),
      sumOf(about, say('mails.money.charge'), owed),
      ...button(say('mails.button.pay'), link(`returns/${ret.number}`)),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}

export function resolved(about: AboutReturn): Content {
  const { say, ret } = about
  const [grant] = standing(ret)
  return {
    subject: say('mails.resolved.subject', numbered(about)),
    title: say('mails.resolved.title'),
    blocks: [
      text(say('mails.resolved.text')),
      ...messagesOf(about),
      ...(grant && ret.gift === null ? [moneyOf(about, say('mails.money.promised'), expectedOf(about))] : []),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}
