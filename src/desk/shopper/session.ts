/** What a shopper has proved: which orders, as whom, until when. It travels signed, as a cookie of the page or a bearer token of the API. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { OrderId, OrgId, ShopId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import type { Actor } from '../../core/party.ts'
import { type Instant, plus } from '../../core/time.ts'
import { findOrder } from '../../db/orders.ts'
import { type Caller, SCOPES_OF } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { keyFor } from '../open-desk.ts'
import { plainEmail, plainPostalCode } from './typed.ts'

/** `recipient`: somebody a gift was sent to; the buyer learns nothing of it. */
export type Standing = 'customer' | 'recipient'

/** `mark` stands for whose the order was when it was proved: it opens nothing once that has been corrected or forgotten. */
export type Proved = { order: OrderId; mark: string; standing: Standing }

export type Session = { id: string; org: OrgId; shop: ShopId; orders: Proved[]; until: Instant }

const LIFE_HOURS = 12
/** More orders than this in one request are a case for the shop's people. */
export const MOST_ORDERS = 10

/**
 * Of whom this order is for somebody of this standing; the same for every way to write an address, and where none is known, of which place. Keyed, since
 * whoever holds the token may have known the postal code only.
 */
export function markOf(desk: Desk, order: Order, standing: Standing): string {
  const party = standing === 'recipient' ? (order.gift?.recipient ?? null) : order.customer
  const email = plainEmail(party?.emails[0])
  const place = standing === 'recipient' ? order.shipping : (order.billing ?? order.shipping)
  const whose = email === '' ? plainPostalCode(place?.postalCode, place?.country ?? null) : email
  return createHmac('sha256', keyFor(desk, 'shopper marks'))
    .update(`${standing} ${whose}`)
    .digest('base64url')
    .slice(0, 22)
}

/** A further order joins what was proved before, if that was at the same shop; the time begins anew. */
export function proved(desk: Desk, order: Order, standing: Standing, before: Session | null = null): Session {
  const earlier = before !== null && before.org === order.org && before.shop === order.shop ? before : null
  const others = (earlier?.orders ?? []).filter(known => known.order !== order.id)
  return {
    id: earlier?.id ?? randomUUID(),
    org: order.org,
    shop: order.shop,
    orders: [...others.slice(-(MOST_ORDERS - 1)), { order: order.id, mark: markOf(desk, order, standing), standing }],
    until: plus(desk.now(), { hours: LIFE_HOURS }),
  }
}

export function sealSession(desk: Desk, session: Session): string {
  const body = Buffer.from(JSON.stringify(session)).toString('base64url')
  return `${body}.${signed(desk, body)}`
}

/** Null for anything that was not sealed here or has run out. */
export function openSession(desk: Desk, token: string | undefined): Session | null {
  const [body = '', signature = '', ...rest] = (token ?? '').split('.')
  if (body === '' || rest.length > 0 || !same(signed(desk, body), signature)) return null
  const session = JSON.parse(Buffer.from(body, 'base64url').toString()) as Session
  return desk.now() < session.until ? session : null
}

const signed = (desk: Desk, body: string): string =>
  createHmac('sha256', keyFor(desk, 'shopper sessions')).update(body).digest('base64url')

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The orders a session still opens, looked at anew: whoever is no longer the customer sees nothing any more. */
export async function ordersOf(desk: Desk, session: Session): Promise<{ order: Order; standing: Standing }[]> {
  const found = await Promise.all(
    session.orders.map(async ({ order: id, mark, standing }) => {
      const order = await findOrder(desk.db, session.org, id)
      const isTheirs = order !== null && order.shop === session.shop && order.erasedAt === undefined
      return isTheirs && same(markOf(desk, order, standing), mark) ? { order, standing } : null
    }),
  )
  return found.filter(one => one !== null)
}

/** The shopper at the desk: sees these orders and nothing else. */
export function shopperAt(
  session: Session,
  orders: readonly { order: Order; standing: Standing }[],
  via: Actor['via'],
): Caller {
  const [first] = orders
  const party = first
    ? first.standing === 'recipient'
      ? first.order.gift?.recipient
      : first.order.customer
    : undefined
  const name = [party?.firstName, party?.lastName].filter(Boolean).join(' ')
  return {
    org: session.org,
    actor: { role: 'shopper', id: null, name: name === '' ? 'Shopper' : name, via, email: party?.emails[0] ?? null },
    scopes: new Set(SCOPES_OF.shopper),
    shops: [session.shop],
    orders: orders.map(({ order }) => order.id),
  }
}
