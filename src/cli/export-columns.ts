/** Returns as a sheet: one row per item, with its return repeated beside it. */
import { digits, type Money, sum } from '../core/money.ts'
import type { Line, Order } from '../core/order/order.ts'
import { disposed, received, refunded, returned, standing } from '../core/return/quantities.ts'
import type { Item, Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import type { Columns } from '../core/return/where.ts'
import type { Shop } from '../core/shop.ts'
import type { Cell } from './csv-text.ts'

/** `line` is undefined when the order no longer names it. */
type Laid = {
  ret: Return
  item: Item
  order: Order
  line: Line | undefined
  shop: Pick<Shop, 'name'>
  state: Columns
  isFirst: boolean
}

type Column = { name: string; means: string; of: (laid: Laid) => Cell }

const column = (name: string, means: string, of: Column['of']): Column => ({ name, means, of })

/** New columns go to the end: scripts count. */
export const COLUMNS: readonly Column[] = [
  column('number', 'the return’s number', ({ ret }) => ret.number),
  column('return_id', 'its id', ({ ret }) => ret.id),
  column('shop', 'the shop’s name', ({ shop }) => shop.name),
  column('order_number', 'the order’s number', ({ order }) => order.refs.number),
  column('order_external_id', 'the shop’s own id of the order', ({ order }) => order.refs.externalId),
  column('filed_at', 'when it was filed (UTC)', ({ ret }) => ret.createdAt),
  column('updated_at', 'when something last happened to it (UTC)', ({ ret }) => ret.updatedAt),
  column('filed_by', 'the role that filed it', ({ ret }) => ret.filedBy.role),
  column('email', 'the shopper’s first address', ({ ret }) => ret.contact.emails[0] ?? null),
  column('request', 'its state, as are the next six', ({ state }) => state.request),
  column('negotiation', '', ({ state }) => state.negotiation),
  column('dispute', '', ({ state }) => state.dispute),
  column('transit', '', ({ state }) => state.transit),
  column('onward', '', ({ state }) => state.onward),
  column('receiving', '', ({ state }) => state.receiving),
  column('settlement', '', ({ state }) => state.settlement),
  column('lane', 'standard, special or withdrawal', ({ ret }) => ret.lane),
  column('tracking', 'numbers of the parcels, separated by blanks', ({ ret }) => trackingOf(ret)),
  column('item', 'which item of the return this row is', ({ item }) => item.position),
  column('sku', 'the article', ({ line }) => line?.variant.sku ?? null),
  column('title', 'what it is called', ({ line }) => line?.product.title ?? null),
  column('reason', 'why it comes back', ({ item }) => item.reason.code),
  column('sub_reason', 'more closely', ({ item }) => item.reason.sub),
  column('comment', 'in the shopper’s words', ({ item }) => item.reason.comment),
  column('handling', 'send_back or keep', ({ item }) => item.handling),
  column('resolution', 'refund, replace or swap', ({ item }) => item.resolution.type),
  column('asked', 'pieces asked for', ({ item }) => item.asked),
  column('returned', 'pieces that are to come back', ({ item }) => returned(item)),
  column('received', 'pieces counted in', ({ ret, item }) => received(ret, item.id)),
  column('restocked', 'pieces back on the shelf', ({ ret, item }) => disposed(ret, item.id, 'restock')),
  column('refunded', 'pieces whose money has gone', ({ ret, item }) => refunded(ret, item.id)),
  column('currency', 'of the amounts', ({ order }) => order.currency),
  column(
    'granted_amount',
    'money promised for the whole return; in the row of its first item only, so that the column adds up',
    ({ ret, order, isFirst }) => (isFirst ? decimal(grantedIn(ret, order)) : null),
  ),
  column('paid_amount', 'money that has gone, likewise', ({ ret, order, isFirst }) =>
    isFirst ? decimal(paidIn(ret, order)) : null,
  ),
]

export const columnNames = (): string[] => COLUMNS.map(({ name }) => name)

/** For the help. */
export const columnsTold = (): string =>
  COLUMNS.map(({ name, means }) => (means === '' ? name : `${name} (${means})`)).join(', ')

export function rowsOf(ret: Return, order: Order, shop: Pick<Shop, 'name'>): Cell[][] {
  const state = strands(ret)
  return ret.items.map((item, place) => {
    const line = order.lines.find(({ id }) => id === item.line)
    const laid = { ret, item, order, line, shop, state, isFirst: place === 0 }
    return COLUMNS.map(({ of }) => of(laid))
  })
}

const trackingOf = ({ shipments }: Return): string =>
  shipments.flatMap(({ trackingNumber }) => trackingNumber ?? []).join(' ')

const grantedIn = (ret: Return, { currency }: Order): Money =>
  sum(
    standing(ret).map(({ figure }) => figure.total.presentment),
    currency,
  )

const paidIn = ({ payouts }: Return, { currency }: Order): Money =>
  sum(
    payouts.filter(({ state }) => state === 'done').map(({ amount }) => amount),
    currency,
  )

/** As a number a spreadsheet can add up; a text would be one with an apostrophe when it is below zero. */
const decimal = ({ amountMinor, currency }: Money): number =>
  Number((amountMinor / 10 ** digits(currency)).toFixed(digits(currency)))
