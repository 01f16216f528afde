/** From the house to the wire. */
import { ROLES } from '../core/party.ts'
import { estimate } from '../core/quote.ts'
import type { VerbName } from '../core/return/commands.ts'
import { allowed } from '../core/return/decide.ts'
import { deadlines, turn } from '../core/return/deadlines.ts'
import type { Recorded } from '../core/return/events.ts'
import { disposed, graded, grantedOf, received, refunded, returned, surplus } from '../core/return/quantities.ts'
import type { Item, Return } from '../core/return/return.ts'
import { parcelState } from '../core/return/strands/parcel.ts'
import { strands } from '../core/return/strands/strands.ts'
import { type Columns, tupleOf } from '../core/return/where.ts'
import type { Order } from '../core/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Shop } from '../core/shop.ts'
import type { Seen } from '../desk/look.ts'
import type { Links } from './links.ts'
import { said } from './said.ts'

type Wire = Record<string, unknown>

/** A return with everything that can be read from it alone; `bench` says who judges, which `allowed` depends on. */
export function sayReturn(ret: Return, bench: Shop['bench'], links: Links): Wire {
  const columns = strands(ret)
  const wire = said(ret, links) as Wire
  return {
    ...wire,
    items: ret.items.map((item, place) => ({ ...(wire.items as Wire[])[place], quantities: quantitiesOf(ret, item) })),
    shipments: ret.shipments.map((shipment, place) => ({
      ...(wire.shipments as Wire[])[place],
      state: parcelState(shipment),
    })),
    state: stateOf(columns),
    allowed: allowedFor(ret, columns, bench),
    deadlines: deadlines(ret, columns),
    turn: turn(ret),
  }
}

/** The same with what lies around it at hand: an estimate needs the order and its other returns. */
export const saySeen = ({ ret, order, shop, policy, siblings }: Seen, links: Links): Wire => ({
  ...sayReturn(ret, shop.bench, links),
  estimate: said(estimate(ret, { order, shop, policy, siblings }).figure),
})

export const EXPANSIONS = ['order', 'events', 'policy', 'shop'] as const
export type Expansion = (typeof EXPANSIONS)[number]

/** What was asked for beside the return. */
export function expanded(
  seen: Seen,
  wanted: readonly Expansion[],
  events: readonly Recorded[] | null,
  links: Links,
): Wire {
  return {
    ...(wanted.includes('order') && { order: sayOrder(seen.order) }),
    ...(wanted.includes('policy') && { policy: seen.policy && sayPolicy(seen.policy) }),
    ...(wanted.includes('shop') && { shop: sayShop(seen.shop) }),
    ...(events && { events: events.map(event => sayEvent(event, links)) }),
  }
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

/** The envelope stands outside, what changed inside. */
export function sayEvent(event: Recorded, links: Links): Wire {
  const { id, sequence, type, at, by, rule, cause, due, ...changed } = event
  return { ...(said({ id, sequence, type, at, by, rule, cause, due }) as Wire), changed: said(changed, links) }
}

export const sayOrder = (order: Order): Wire => said(order) as Wire

export const sayPolicy = (policy: Policy): Wire => said(policy) as Wire

/** Settings of platforms are for those who may change them. */
export function sayShop({ dialects, ...shop }: Shop, more: { version?: number; whole?: boolean } = {}): Wire {
  const { version, whole } = more
  return { ...(said(shop) as Wire), ...(version !== undefined && { version }), ...(whole && { dialects }) }
}
