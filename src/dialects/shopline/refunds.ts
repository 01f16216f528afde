/** Refunds of pieces that came back. On this platform a refund belongs to the order; here each is one of a return's. */
import type { Line, Order } from '../../core/order/order.ts'
import { refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { grantedOf, received, returned } from '../../core/return/quantities.ts'
import type { Contents, Item, Return } from '../../core/return/return.ts'
import { owedMinor, settlement } from '../../core/return/strands/settlement.ts'
import { act } from '../../desk/act.ts'
import { move, Objection } from '../moving.ts'
import { isNo, type No, no, refusalOf, settled } from './answer.ts'
import type { Call } from './door.ts'
import { type Found, orderNamed, returnsOf, unknownOrder } from './find.ts'
import { amountHeard, hearRefund, hearTrial, piecesHeard } from './hear-refund.ts'
import { parameter } from './hearing.ts'
import { notice } from './returns.ts'
import { idOf, refundsOf, sayNewRefund, sayRefund } from './say-refund.ts'
import { sayTrial } from './say-trial.ts'

type Wanted = { line: Line; path: string; quantity: number }

/** Pieces of an item that are back, or need not come, and for which no money is on its way. */
function refundable(ret: Return, item: Item): number {
  const back = item.handling === 'keep' ? returned(item) : Math.min(received(ret, item.id), returned(item))
  return Math.max(0, back - paidPieces(ret, item))
}

/** Pieces whose money went, or is on its way. */
const paidPieces = (ret: Return, { id }: Item): number =>
  ret.payouts
    .filter(({ state }) => state !== 'declined')
    .flatMap(({ lines }) => lines)
    .reduce((all, { item, quantity }) => (item === id ? all + quantity : all), 0)

const ofLine = ({ items }: Return, { id }: Line): Item[] => items.filter(item => item.line === id)

const refundableOf = (ret: Return, line: Line): number =>
  ofLine(ret, line).reduce((all, item) => all + refundable(ret, item), 0)

/** So many pieces of each line, item by item; fewer where there are no more. */
const contentsOf = (ret: Return, wanted: readonly Wanted[]): Contents =>
  wanted.flatMap(({ line, quantity }) => {
    let left = quantity
    return ofLine(ret, line).flatMap(item => {
      const taken = Math.min(left, refundable(ret, item))
      left -= taken
      return taken > 0 ? [{ item: item.id, quantity: taken }] : []
    })
  })

const covers = (ret: Return, wanted: readonly Wanted[]): boolean =>
  wanted.every(({ line, quantity }) => refundableOf(ret, line) >= quantity)

/** Returns that are neither refused nor called off. */
const paying = ({ ret }: Found): boolean => ret.request.state === 'approved' || ret.request.state === 'resolved'

/** One refund is one act on one return, so its pieces must have come back with the same one; the oldest that has them all is meant. */
function returnFor(found: readonly Found[], wanted: readonly Wanted[]): Found | No {
  const whole = found.find(({ ret }) => covers(ret, wanted))
  if (whole) return whole
  for (const { line, path, quantity } of wanted) {
    const most = found.reduce((all, { ret }) => all + refundableOf(ret, line), 0)
    if (quantity > most)
      return no(422, `${path}.quantity: Only ${most} of this product line have been returned and not refunded.`)
  }
  return no(422, 'refund_line_items: These products came back with several returns; refund them return by return.')
}

export async function refundOrder({ house, client, settings, body }: Call): Promise<object | No> {
  const heard = hearRefund(body)
  if (isNo(heard)) return heard
  const order = await orderNamed(house, client, heard.order)
  if (order === null) return unknownOrder()
  const wanted = piecesHeard(heard, order)
  if (isNo(wanted)) return wanted
  const amountMinor = amountHeard(heard, order)
  if (isNo(amountMinor)) return amountMinor
  const found = returnFor((await returnsOf(house, client, [order])).filter(paying), wanted)
  if (isNo(found)) return found
  const paid = settled(
    await move<No>(
      house.desk,
      client.caller,
      found.ret.id,
      seen => {
        const chosen = returnFor([seen], wanted)
        const commands = isNo(chosen) ? chosen : refundOf(seen.ret, wanted, order, amountMinor, heard.note)
        if (isNo(commands)) return new Objection(commands)
        return [...commands, ...notice(heard.notify, settings.notice_refund)]
      },
      { notify: heard.notify },
    ),
    refundPath,
  )
  if (isNo(paid)) return paid
  const before = new Set(found.ret.payouts.map(({ id }) => id))
  const made = refundsOf(paid).findLast(({ payouts }) => payouts.some(({ id }) => !before.has(id)))
  return made ? { data: sayNewRefund(made) } : no(422, 'Nothing of these products is left to refund.')
}

/**
 * The commands that pay these pieces and no others. Where all that was promised is paid, they are promised first; where a payment did not go through, what
 * was promised then is owed still, and is paid before anything else is.
 */
function refundOf(
  ret: Return,
  wanted: readonly Wanted[],
  { currency }: Order,
  amountMinor: number | null,
  why: string | null,
): Command[] | No {
  const state = settlement(ret)
  if (state === 'failed' || state === 'part') {
    if (!isOwed(ret, wanted))
      return no(
        422,
        'refund_line_items: An earlier refund was not paid in full; refund exactly what is left of it first.',
      )
    return [{ verb: 'refund', amount: { amountMinor: amountMinor ?? owedMinor(ret), currency } }]
  }
  const asked = {
    lines: contentsOf(ret, wanted),
    ...(amountMinor !== null && { amount: { amountMinor, currency } }),
    why,
  }
  return state === 'settled' ? [{ verb: 'grant', ...asked }, { verb: 'refund' }] : [{ verb: 'refund', ...asked }]
}

/** Are these exactly the pieces that were promised and not paid? */
const isOwed = (ret: Return, wanted: readonly Wanted[]): boolean =>
  ret.items.every(item => {
    const asked = contentsOf(ret, wanted).find(line => line.item === item.id)?.quantity ?? 0
    return asked === grantedOf(ret, item.id) - paidPieces(ret, item)
  })

const refundPath = (path: string): string => (path === 'amount' ? 'transactions' : 'refund_line_items')

/** What a refund would come to. Pieces that cannot be refunded are left out of the count rather than refused. */
export async function calculateRefund({ house, client, params, body }: Call): Promise<object | No> {
  const heard = hearTrial(body)
  if (isNo(heard)) return heard
  const order = await orderNamed(house, client, params.order ?? '')
  if (order === null) return unknownOrder()
  const wanted = piecesHeard(heard, order)
  if (isNo(wanted)) return wanted
  const returns = (await returnsOf(house, client, [order])).filter(paying)
  const found =
    returns.find(({ ret }) => covers(ret, wanted)) ?? returns.find(({ ret }) => contentsOf(ret, wanted).length > 0)
  if (!found) return { refund: sayTrial(order, wanted, null, null) }
  const commands = refundOf(found.ret, wanted, order, null, null)
  if (isNo(commands)) return commands
  const tried = await act(house.desk, client.caller, { ret: found.ret.id }, commands, { preview: true })
  return refused(tried) ? refusalOf(tried, refundPath) : { refund: sayTrial(order, wanted, found, tried) }
}

const MOST_REFUNDS = 250

/** Oldest first, 250 at most (query all refunds of an order). */
export async function queryRefunds({ house, client, params, query }: Call): Promise<object | No> {
  const limit = limitIn(query)
  if (isNo(limit)) return limit
  const order = await orderNamed(house, client, params.order ?? '')
  if (order === null) return unknownOrder()
  const found = (await returnsOf(house, client, [order])).flatMap(refundsOf)
  return { refunds: found.slice(0, limit).map(sayRefund) }
}

function limitIn(query: unknown): number | No {
  const said = parameter(query, 'limit')
  if (said === null) return MOST_REFUNDS
  const limit = /^\d{1,9}$/.test(said) ? Number(said) : 0
  return limit < 1 || limit > MOST_REFUNDS ? no(422, `limit must be between 1 and ${MOST_REFUNDS}.`) : limit
}

export async function oneRefund({ house, client, params }: Call): Promise<object | No> {
  const order = await orderNamed(house, client, params.order ?? '')
  if (order === null) return unknownOrder()
  const all = (await returnsOf(house, client, [order])).flatMap(refundsOf)
  const found = all.find(refund => idOf(refund) === params.refund)
  return found ? { refund: sayRefund(found) } : no(404, 'The refund does not exist.')
}
