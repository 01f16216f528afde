/** Where a shopper files a return without typing the order's number again. */

import type { Order } from '../../../core/order/order.ts'
import { refused } from '../../../core/refusal.ts'
import { keyFor } from '../../../desk/open-desk.ts'
import { findByNumber } from '../../../desk/orders.ts'
import { portalLinks, portalLookup } from '../../../http/portal-links.ts'
import type { DialectHouse } from '../../dialect.ts'
import { created, type Handler } from '../door.ts'
import type { LinkIn } from './wire.ts'

/**
 * Whoever names the order's e-mail address or postal code beside its number gets an address that opens the order; with the number alone, or with a number
 * nobody knows, the shopper lands where orders are looked up. The platform knows no error here.
 */
export const link =
  (house: DialectHouse): Handler =>
  async (request, { caller }) => {
    const body = request.body as LinkIn
    const orders = await findByNumber(house.desk, caller, body.order_number)
    if (refused(orders)) return orders
    const proven = orders.filter(order => isProven(order, body))
    const [order] = proven
    const path = order && proven.length === 1 ? entryTo(house, order) : portalLookup(body.order_number)
    return created({ url: house.origin(request) + path })
  }

const entryTo = ({ desk }: DialectHouse, { org, id, customer }: Order): string =>
  portalLinks(keyFor(desk, 'portal links'), desk.now).entry({ org, order: id, email: customer.emails[0] ?? null })

/** What was named must fit; naming neither proves nothing. */
function isProven({ customer, shipping, billing }: Order, { customer_email, postal_code }: LinkIn): boolean {
  const email = plain(customer_email)
  const code = plain(postal_code)
  if (email === '' && code === '') return false
  const codes = [shipping, billing].map(address => plain(address?.postalCode))
  return (email === '' || customer.emails.map(plain).includes(email)) && (code === '' || codes.includes(code))
}

const plain = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s/g, '').toLowerCase()
