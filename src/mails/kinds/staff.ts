/** What the shop's own people are written: short, with what to do and by when. */
import type { DueKind } from '../../core/return/return.ts'
import type { Instant } from '../../core/time.ts'
import type { AboutReturn } from '../about.ts'
import { type Block, type Content, facts, quote, text } from '../content.ts'
import { expectedOf, moneyOf, sumOf } from '../money.ts'
import { numbersOf, piecesOf, untilOf } from '../parts.ts'

const numbered = ({ ret, order }: AboutReturn) => ({ number: ret.number, order: order.refs.number })

const shopperIn = ({ ret, order }: AboutReturn): string => {
  const { firstName, lastName, emails } = ret.gift?.recipient ?? ret.contact
  return `${firstName} ${lastName}`.trim() || emails[0] || order.refs.number
}

/** Staff see the whole figure, also of gifts. */
const worthOf = (about: AboutReturn): Block =>
  moneyOf({ ...about, ret: { ...about.ret, gift: null } }, about.say('mails.money.expected'), expectedOf(about))

const around = (about: AboutReturn): Block[] => [
  ...piecesOf(about),
  ...facts({ [about.say('mails.fact.shopper')]: shopperIn(about) }),
  ...numbersOf(about),
]

export function staffNew(about: AboutReturn): Content {
  const { say, formats, ret } = about
  const until = untilOf(about, 'answer')
  const reasons = ret.items.flatMap(({ reason }) => [reason.text ?? reason.code, reason.comment ?? '']).filter(Boolean)
  return {
    subject: say('mails.staff_new.subject', {
      ...numbered(about),
      amount: formats.money(expectedOf(about).total.presentment),
    }),
    title: say('mails.staff_new.title', numbered(about)),
    blocks: [
      text(say('mails.staff_new.text', { ...numbered(about), name: shopperIn(about) })),
      ...(until ? [text(say('mails.staff_new.due', { day: formats.day(until) }))] : []),
      ...(ret.comment ? [quote(ret.comment)] : []),
      worthOf(about),
      ...facts({ [say('mails.fact.reason')]: [...new Set(reasons)].join(' · ') }),
      ...around(about),
    ],
  }
}

export function staffDispute(about: AboutReturn): Content {
  const { say, formats, ret, doc } = about
  const { dispute } = ret
  const judged = dispute.state === 'for_shopper' || dispute.state === 'for_merchant' ? dispute : null
  const state = doc.state === 'judged' && judged ? 'judged' : 'raised'
  const sentence =
    state === 'judged'
      ? say(judged?.state === 'for_shopper' ? 'mails.staff_dispute.text.shopper' : 'mails.staff_dispute.text.merchant')
      : say('mails.staff_dispute.text.raised', numbered(about))
  const words = state === 'judged' ? judged?.verdict.text : dispute.state === 'none' ? '' : dispute.case.text
  const until = state === 'raised' ? untilOf(about, 'evidence') : null
  return {
    subject: say(`mails.staff_dispute.subject.${state}`, numbered(about)),
    title: say(`mails.staff_dispute.subject.${state}`, numbered(about)),
    blocks: [
      text(sentence),
      ...(until ? [text(say('mails.staff_dispute.due', { day: formats.day(until) }))] : []),
      ...(words?.trim() ? [quote(words)] : []),
      ...around(about),
    ],
  }
}

export function staffPayout(about: AboutReturn): Content {
  const { say, formats, ret, doc } = about
  const payout = ret.payouts.find(({ id }) => id === doc.payout) ?? ret.payouts.at(-1)
  const state = doc.state === 'unknown' ? 'unknown' : 'declined'
  const money = payout?.amount ?? expectedOf(about).total.presentment
  const values = { ...numbered(about), amount: formats.money(money) }
  return {
    subject: say(`mails.staff_payout.subject.${state}`, values),
    title: say(`mails.staff_payout.subject.${state}`, values),
    blocks: [
      text(say(`mails.staff_payout.text.${state}`)),
      ...(payout?.why ? [quote(payout.why)] : []),
      sumOf(about, say('mails.money.promised'), money),
      ...around(about),
    ],
  }
}

export function staffDeadline(about: AboutReturn): Content {
  const { say, formats, doc, ret } = about
  const kind = (doc.due ?? 'answer') as DueKind
  const until = (doc.until as Instant | undefined) ?? untilOf(about, kind) ?? ret.updatedAt
  const values = { ...numbered(about), day: formats.day(until) }
  const when = doc.passed ? 'passed' : 'neared'
  return {
    subject: say(`mails.staff_deadline.subject.${when}`, values),
    title: say(`mails.due.${isNamed(kind) ? kind : 'other'}`),
    blocks: [text(say(`mails.staff_deadline.text.${when}`, values)), worthOf(about), ...around(about)],
  }
}

const NAMED = ['answer', 'offer', 'inspect', 'evidence', 'claim', 'payout', 'arrival', 'goods'] as const
const isNamed = (kind: DueKind): kind is (typeof NAMED)[number] => (NAMED as readonly string[]).includes(kind)

export function staffOffer(about: AboutReturn): Content {
  const { say, ret, doc } = about
  const offer = ret.offers.find(({ id }) => id === doc.offer) ?? ret.offers.at(-1)
  const answer = doc.answer ?? 'countered'
  return {
    subject: say('mails.staff_offer.subject', numbered(about)),
    title: say(`mails.staff_offer.text.${answer}`),
    blocks: [
      text(say(`mails.staff_offer.text.${answer}`)),
      ...(offer?.terms.amount ? [sumOf(about, say('mails.money.offered'), offer.terms.amount)] : []),
      ...around(about),
    ],
  }
}

export function staffMessage(about: AboutReturn): Content {
  const { say, ret, doc } = about
  const told = ret.messages.filter(({ id }) => doc.messages?.includes(id))
  const newest = ret.messages.findLast(({ by }) => by.role === 'shopper')
  const messages = told.length > 0 ? told : newest ? [newest] : []
  return {
    subject: say('mails.staff_message.subject', numbered(about)),
    title: say('mails.staff_message.subject', numbered(about)),
    blocks: [
      text(say('mails.staff_message.text', { ...numbered(about), name: shopperIn(about) })),
      ...messages.map(({ text: words }) => quote(words)),
      ...around(about),
    ],
  }
}
