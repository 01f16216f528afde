/** Writing down what was decided: the row, its log, the ledgers, the news and the work ordered outside, in one go. */
import { mailsDue } from '../core/mail/mailing.ts'
import { filesNamed } from '../core/privacy/files-named.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import { tupleOf } from '../core/return/where.ts'
import { nameFiles } from '../db/files.ts'
import { moveHolds, movePayment } from '../db/orders.ts'
import { insertNews } from '../db/outbox.ts'
import { insertCredit, insertErrand } from '../db/outside.ts'
import { insertEvents } from '../db/return-events.ts'
import { insertReturn, updateReturn } from '../db/returns.ts'
import { send } from '../db/send.ts'
import { updateStray } from '../db/strays.ts'
import { SLOTS, tally } from '../db/tallies.ts'
import type { Transaction } from '../db/transaction.ts'
import { keepFirings } from './automation-firings.ts'
import type { Desk } from './desk.ts'
import { errandsOf } from './errands.ts'
import { orderMails } from './mails.ts'
import { keepExchange } from './exchange-order.ts'
import type { Laid } from './lay.ts'

/**
 * Nothing here is awaited one by one: the statements travel together, and the transaction fails with the first that fails. `notify`: whether the shopper is
 * written, where somebody has said so.
 */
export async function keep(
  tx: Transaction,
  desk: Desk,
  laid: Laid,
  ret: Return,
  events: readonly Recorded[],
  notify?: boolean,
): Promise<void> {
  const before = laid.ret
  send(before === null ? insertReturn(tx, ret, laid.order, laid.shop) : updateReturn(tx, ret, laid.order, laid.shop))
  send(insertEvents(tx, ret.org, ret.id, before?.version ?? 0, events))
  keepFirings(tx, desk, laid, ret, events)
  keepHolds(tx, ret, events)
  const files = filesNamed(events)
  if (files.length > 0) send(nameFiles(tx, ret.org, files, ret.id))
  keepMoney(tx, desk, laid, ret, events)
  await keepExchange(tx, desk, laid, ret, events)
  for (const event of events) {
    if (event.type !== 'stray.matched') continue
    const stray = laid.strays.find(known => known.id === event.stray)
    if (stray) send(updateStray(tx, { ...stray, matched: ret.id }))
  }
  for (const errand of errandsOf(ret, events))
    send(insertErrand(tx, { org: ret.org, id: desk.fresh(), shop: ret.shop, ret: ret.id, ...errand }, ret.updatedAt))
  const { org, shop, id, order } = ret
  const mails = mailsDue(ret, events, { shop: laid.shop, order: laid.order, notify })
  orderMails(
    tx,
    desk,
    org,
    mails.map(mail => ({ ...mail, org, shop, ret: id, order })),
  )
  send(
    insertNews(tx, {
      org: ret.org,
      id: desk.fresh(),
      shop: ret.shop,
      ret: ret.id,
      fromSequence: (before?.version ?? 0) + 1,
      toSequence: ret.version,
      at: ret.updatedAt,
    }),
  )
  tally(tx, ret.org, ret.shop, {
    from: before === null ? null : tupleOf(strands(before)),
    to: tupleOf(strands(ret)),
    filed: ret.createdAt,
    slot: Math.floor(Math.random() * SLOTS),
  })
}

function keepHolds(tx: Transaction, ret: Return, events: readonly Recorded[]): void {
  const moves = events.flatMap(event => {
    if (event.type !== 'units.held' && event.type !== 'units.freed') return []
    const sign = event.type === 'units.held' ? 1 : -1
    return event.slices.map(slice => ({ line: slice.line, fulfilment: slice.fulfilment, by: sign * slice.quantity }))
  })
  moveHolds(tx, ret.org, ret.order, moves)
}

/** A payout speaks for its money from the moment it is planned until it is declined; store credit is booked where it is given. */
function keepMoney(tx: Transaction, desk: Desk, laid: Laid, ret: Return, events: readonly Recorded[]): void {
  const spoken = new Map<string, number>()
  const speak = (payment: string | null, byMinor: number) => {
    if (payment !== null) spoken.set(payment, (spoken.get(payment) ?? 0) + byMinor)
  }
  for (const [payment, minor] of spokenBy(ret)) speak(payment, minor)
  for (const [payment, minor] of laid.ret === null ? [] : spokenBy(laid.ret)) speak(payment, -minor)
  for (const payment of [...spoken.keys()].sort()) movePayment(tx, ret.org, payment, spoken.get(payment) ?? 0)

  for (const event of events) {
    if (event.type !== 'credit.issued') continue
    send(
      insertCredit(tx, {
        org: ret.org,
        id: desk.fresh(),
        shop: ret.shop,
        ret: ret.id,
        payout: event.payout,
        customer: ret.contact.emails[0] ?? laid.order.customer.emails[0] ?? '',
        reference: event.reference,
        amountMinor: event.amount.amountMinor,
        currency: event.amount.currency,
        at: event.at,
      }),
    )
  }
}

/** What a return's payouts hold of each payment, read from the return rather than from single events, so that late answers count right. */
function spokenBy(ret: Return): Map<string, number> {
  const sums = new Map<string, number>()
  for (const payout of ret.payouts) {
    if (payout.payment === null || payout.state === 'declined') continue
    sums.set(payout.payment, (sums.get(payout.payment) ?? 0) + payout.amount.amountMinor)
  }
  return sums
}
