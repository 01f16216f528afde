/** From the house to the wire. */

import { automationsOf } from '../core/automation/rules.ts'
import { mailOf } from '../core/mail-settings.ts'
import type { Order } from '../core/order/order.ts'
import { ROLES, type Role } from '../core/party.ts'
import type { Policy } from '../core/policy/policy.ts'
import { portalOf } from '../core/portal.ts'
import type { VerbName } from '../core/return/commands.ts'
import { deadlines, turn } from '../core/return/deadlines.ts'
import { allowed } from '../core/return/decide.ts'
import type { Recorded } from '../core/return/events.ts'
import { disposed, graded, grantedOf, received, refunded, returned, surplus } from '../core/return/quantities.ts'
import type { Item, Return } from '../core/return/return.ts'
import { parcelState } from '../core/return/strands/parcel.ts'
import { strands } from '../core/return/strands/strands.ts'
import { type Columns, tupleOf } from '../core/return/where.ts'
import { retentionOf, type Shop } from '../core/shop.ts'
import { inAll } from '../core/worth/quote.ts'
import type { Seen } from '../desk/look.ts'
import type { Links } from '../http/file-links.ts'
import { said } from './said.ts'
import { isShown, type Reader, show } from './show.ts'

type Wire = Record<string, unknown>

/** For whom an answer is: what of it is shown hangs on the role, and files are opened with this organisation’s links. */
export type For = { role: Role; links: Links }

const readerIn = ({ role }: For, { name }: Pick<Shop, 'name'>): Reader => ({ role, shopName: name })

/**
 * A return as a row of a list, with everything that can be read from it alone. What policy once said of it and what other roles may do is more than
 * half of its length and nothing to choose rows by, so it stays with the return itself.
 */
export function sayReturn(ret: Return, shop: Pick<Shop, 'bench' | 'name'>, to: For): Wire {
  const row = readAlone(ret, shop.bench, to, { ...ret, assessment: undefined })
  const mine = { [to.role]: (row.allowed as Record<Role, VerbName[]>)[to.role] }
  return show(readerIn(to, shop), 'Return', { ...row, allowed: mine }) as Wire
}

function readAlone(ret: Return, bench: Shop['bench'], { role, links }: For, kept: object = ret): Wire {
  const columns = strands(ret)
  const running = deadlines(ret, columns).filter(deadline => isShown(role, 'Deadline', deadline))
  const wire = said({ ...kept, noticed: undefined }, links) as Wire
  return {
    ...wire,
    items: ret.items.map((item, place) => ({ ...(wire.items as Wire[])[place], quantities: quantitiesOf(ret, item) })),
    shipments: ret.shipments.map((shipment, place) => ({
      ...(wire.shipments as Wire[])[place],
      state: parcelState(shipment),
    })),
    state: stateOf(columns),
    allowed: allowedFor(ret, columns, bench),
    deadlines: running,
    turn: turn(ret, running),
  }
}

export const EXPANSIONS = ['order', 'events', 'policy', 'shop'] as const
export type Expansion = (typeof EXPANSIONS)[number]

/** What may stand beside a return: what was asked for, or what an act made happen. */
export type Beside = {
  wanted?: readonly Expansion[]
  events?: readonly Recorded[] | null
  happened?: readonly Recorded[]
  preview?: boolean
}

/** A return with what lies around it at hand: titles and the estimate need the order and its other returns. */
export function saySeen(seen: Seen, to: For, { wanted = [], events, happened, preview }: Beside = {}): Wire {
  const { ret, order, shop, policy, siblings } = seen
  const whole = readAlone(ret, shop.bench, to)
  return show(readerIn(to, shop), 'Return', {
    ...whole,
    items: ret.items.map((item, place) => ({ ...(whole.items as Wire[])[place], ...soldAs(item, order) })),
    estimate: said(inAll(ret, { order, shop, policy, siblings })),
    ...(wanted.includes('order') && { order: said(order) }),
    ...(wanted.includes('policy') && { policy: policy && said(policy) }),
    ...(wanted.includes('shop') && { shop: shopSaid(shop) }),
    ...(events && { events: events.map(event => eventSaid(event, to.links)) }),
    ...(happened && { happened: happened.map(event => eventSaid(event, to.links)) }),
    ...(preview && { preview }),
  }) as Wire
}

function soldAs({ line }: Item, { lines }: Order): Wire {
  const sold = lines.find(({ id }) => id === line)
  return sold ? { title: sold.product.title, sku: sold.variant.sku } : {}
}

const quantitiesOf = (ret: Return, item: Item): Wire => ({
  asked: item.asked,
  returned: returned(item),
  received: received(ret, item.id),
  graded: graded(ret, item.id),
  restocked: disposed(ret, item.id, 'restock'),
  refunded: refunded(ret, item.id),
  granted: grantedOf(ret, item.id),
  surplus: surplus(ret, item),
})

const stateOf = ({ kind: _kind, inspector: _inspector, ...strandWords }: Columns): Wire => strandWords

const known = new Map<string, Record<string, VerbName[]>>()
const MOST_KNOWN = 2_000

/** What each role may do depends on the state and the bench alone, so an answer once worked out serves every return in that state. */
function allowedFor(ret: Return, columns: Columns, bench: Shop['bench']): Record<string, VerbName[]> {
  const key = `${bench} ${tupleOf(columns)}`
  const before = known.get(key)
  if (before) return before
  if (known.size >= MOST_KNOWN) known.clear()
  const worked = Object.fromEntries(ROLES.map(role => [role, allowed(ret, role, bench)]))
  known.set(key, worked)
  return worked
}

/** A part of the log of one return; `next` is the place to read on from. */
export const sayEvents = (
  events: readonly Recorded[],
  next: number | null,
  shop: Pick<Shop, 'name'>,
  to: For,
): unknown => show(readerIn(to, shop), 'EventList', { data: events.map(event => eventSaid(event, to.links)), next })

/** One event and, beside it, the return as it stood right after: what others are told. */
export const sayNews = (event: Recorded, seen: Seen, to: For): Wire => {
  const { data } = sayEvents([event], null, seen.shop, to) as { data: [Wire] }
  return { ...data[0], return: saySeen(seen, to) }
}

/** The envelope stands outside, what changed inside. */
function eventSaid(event: Recorded, links: Links): Wire {
  const { id, sequence, type, at, by, rule, cause, due, ...changed } = event
  return { ...(said({ id, sequence, type, at, by, rule, cause, due }) as Wire), changed: said(changed, links) }
}

/** Orders name nobody of the staff, so no name of a shop is needed. */
export const sayOrder = (order: Order, role: Role): Wire => show({ role, shopName: '' }, 'Order', said(order)) as Wire

export const sayPolicy = (policy: Policy): Wire => said(policy) as Wire

export const sayShop = (shop: Shop, role: Role, more: ShopExtras = {}): Wire =>
  show({ role, shopName: shop.name }, 'Shop', shopSaid(shop, more)) as Wire

type ShopExtras = { version?: number; whole?: boolean }

/** Settings of platforms are for those who may change them. */
function shopSaid({ dialects, ...shop }: Shop, { version, whole }: ShopExtras = {}): Wire {
  return {
    ...(said({
      ...shop,
      automations: automationsOf(shop),
      mail: mailOf(shop),
      portal: portalOf(shop),
      retention: retentionOf(shop),
    }) as Wire),
    ...(version !== undefined && { version }),
    ...(whole && { dialects }),
  }
}
