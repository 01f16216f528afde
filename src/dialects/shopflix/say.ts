/** A return in Shopflix's words: as a row of a list and in full. */
import type { Part } from '../../core/figure.ts'
import { add, type Money, zero } from '../../core/money.ts'
import { read } from '../../core/return/reading.ts'
import type { Return } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { inAll } from '../../core/worth/quote.ts'
import type { Seen } from '../../desk/look.ts'
import { orderNo, orderReference, partNo, returnReference } from './ids.ts'
import { unixSeconds } from './moments.ts'
import { priceText } from './money.ts'
import { countryName, sayAddress, stateName } from './say-address.ts'
import { productsOf, rowProductsOf } from './say-products.ts'
import { type Settings, settingsFor } from './settings.ts'
import type { Detail, Row } from './wire.ts'
import { type StatusLetter, status } from './words.ts'

export function sayRow(seen: Seen): Row {
  const settings = settingsFor(seen.shop)
  return {
    ...idsOf(seen, settings),
    timestamp: unixSeconds(seen.ret.createdAt),
    ...customerOf(seen.ret),
    status: letterOf(seen.ret),
    total: priceText(inAll(seen.ret, seen).total.presentment),
    ...(settings.older_products && { products: rowProductsOf(seen) }),
  }
}

export function sayDetail(seen: Seen): Detail {
  const { ret, order, shop } = seen
  const settings = settingsFor(shop)
  const figure = inAll(ret, seen)
  const { companyId } = shop.refs
  return {
    ...idsOf(seen, settings),
    status: letterOf(ret),
    timestamp: unixSeconds(ret.createdAt),
    total: priceText(figure.total.presentment),
    subtotal: priceText(goodsIn(figure.parts, zero(order.currency))),
    company_id: companyId ?? '',
    notes: ret.comment,
    firstname: ret.contact.firstName,
    lastname: ret.contact.lastName,
    ...sayAddress('b', ret.billing, ret.contact),
    ...sayAddress('s', ret.shipping, ret.contact),
    s_address_type: ret.shipping?.type ?? order.addressType ?? '',
    phone: ret.contact.phone ?? '',
    email: ret.contact.emails[0] ?? '',
    fields: Object.keys(order.customFields).length === 0 ? [] : order.customFields,
    b_country_descr: countryName(ret.billing),
    s_country_descr: countryName(ret.shipping),
    b_state_descr: stateName(ret.billing),
    s_state_descr: stateName(ret.shipping),
    shipment_ids: shipmentsOf(ret),
    company_name: companyId === null ? null : shop.name,
    last_order_change: ret.updatedAt > ret.createdAt ? String(unixSeconds(ret.updatedAt)) : '',
    products: productsOf(seen, settings),
  }
}

/** Nobody is told of a return that has no letter: the reading covers every state there can be. */
function letterOf(ret: Return): StatusLetter {
  const letter = read(status, strands(ret))
  if (letter === null) throw new Error(`Return ${ret.id} has no status here.`)
  return letter
}

function idsOf(seen: Seen, { older_ids }: Settings) {
  const order = orderNo(seen)
  return {
    return_order_id: order,
    return_order_reference: returnReference(seen, seen.shop),
    order_id: older_ids ? seen.ret.serial : order,
    order_reference: orderReference(seen, seen.shop),
  }
}

const customerOf = ({ contact }: Return) => ({
  firstname: contact.firstName,
  lastname: contact.lastName,
  email: contact.emails[0] ?? '',
  phone: contact.phone ?? '',
})

/** Goods, what was taken off them and the taxes on them: neither freight nor fees. */
const goodsIn = (parts: readonly Part[], nothing: Money): Money =>
  parts
    .filter(({ kind, included, why }) => ['goods', 'discount', 'tax'].includes(kind) && !included && why !== 'shipping')
    .map(({ amount }) => amount.presentment)
    .reduce(add, nothing)

const shipmentsOf = (ret: Return): number[] =>
  ret.shipments.flatMap(({ leg, cancelledAt }, place) =>
    leg === 'inbound' && cancelledAt === null ? [partNo(ret, place + 1)] : [],
  )
