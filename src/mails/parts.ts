/** Passages that many mails share. */
import { deadlines } from '../core/return/deadlines.ts'
import { returned, travelling } from '../core/return/quantities.ts'
import type { DueKind } from '../core/return/return.ts'
import { liveInbound } from '../core/return/strands/transit.ts'
import type { Instant } from '../core/time.ts'
import type { AboutReturn } from './about.ts'
import { type Block, button, facts, quote, text } from './content.ts'

export function piecesOf({ ret, order, say, formats }: AboutReturn): Block[] {
  const rows = ret.items.flatMap(item => {
    const line = order.lines.find(({ id }) => id === item.line)
    if (returned(item) === 0 || line === undefined) return []
    const count = formats.number(returned(item))
    return [{ text: say('mails.piece', { count, title: line.product.title }), detail: line.variant.title }]
  })
  return rows.length > 0 ? [{ is: 'pieces', title: say('mails.pieces'), rows }] : []
}

/** By which the return is found again. A gift's recipient is not told the number of the order, which opens it. */
export const numbersOf = ({ ret, order, say }: AboutReturn): Block[] =>
  facts({
    [say('mails.fact.return')]: ret.number,
    [say('mails.fact.order')]: ret.gift === null ? order.refs.number : null,
  })

export const viewButton = ({ ret, say, link }: AboutReturn): Block[] =>
  button(say('mails.button.view'), link(`returns/${ret.number}`))

/** Messages that came with the act, as they were written. */
export const messagesOf = ({ ret, doc, shopName, say }: AboutReturn): Block[] =>
  ret.messages
    .filter(({ id, text: words }) => doc.messages?.includes(id) && words.trim() !== '')
    .map(message => quote(message.text, say('mails.from', { name: shopName })))

/** Until when somebody is waited for; null when nobody is, or for as long as it takes. */
export const untilOf = ({ ret }: AboutReturn, kind: DueKind): Instant | null =>
  deadlines(ret).find(deadline => deadline.kind === kind)?.at ?? null

/** A label or a code is there to travel with. */
export const hasLabel = ({ ret }: AboutReturn): boolean =>
  liveInbound(ret).some(({ label }) => Boolean(label?.url ?? label?.qr)) || ret.dropoffs.length > 0

/** By when to send it and how; nothing where nothing travels. */
export function sendingOf(about: AboutReturn): Block[] {
  const { ret, say, formats } = about
  if (travelling(ret).length === 0) return []
  const until = untilOf(about, 'ship') ?? untilOf(about, 'goods')
  return [...(until ? [text(say('mails.send.by', { day: formats.day(until) }))] : []), ...carriageOf(about)]
}

/** How it travels, where something does. */
export const carriageOf = (about: AboutReturn): Block[] =>
  travelling(about.ret).length === 0 ? [] : [text(about.say(wayOf(about), { number: about.ret.number }))]

function wayOf(about: AboutReturn) {
  const { ret } = about
  if (hasLabel(about)) return 'mails.send.label'
  if (ret.labels.some(({ state }) => state === 'ordered')) return 'mails.send.label.coming'
  switch (ret.method?.type) {
    case undefined:
    case 'green_return':
      return 'mails.send.choose'
    case 'in_store':
      return 'mails.send.store'
    case 'happy_returns':
    case 'retail_reworks':
    case 'carrier_dropoff':
      return 'mails.send.dropoff'
    case 'carrier_pickup':
    case 'merchant_arranged':
      return 'mails.send.pickup'
    case 'retailer_label':
      return 'mails.send.label.coming'
    case 'customer_courier':
      return 'mails.send.own'
  }
}
