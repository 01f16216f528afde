/** How an order enters: checked, its money shared out to the lines once, its kits taken apart. */

import type { LineId, OrderId } from '../ids.ts'
import { type Address, NOBODY, type Party } from '../party.ts'
import { orderWithoutPerson } from '../privacy/without-person.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Fault, fault, faultsOf } from './entry-check.ts'
import { settledOrder } from './entry-exchange.ts'
import { deliveryFaults, fulfilmentsOf } from './entry-fulfilments.ts'
import { dealsOf, linesOf, taxesOf } from './entry-lines.ts'
import { type Sides, sidesOf } from './entry-money.ts'
import type { Entry } from './entry-needs.ts'
import { paymentsOf } from './entry-payments.ts'
import type { Line, Order } from './order.ts'
import type { OrderInput } from './order-input.ts'

/**
 * Refuses `invalid` with every wrong field. What was said before keeps its ids by external id, and equal words give equal shares to the byte; an order
 * entered again without any change is given back itself. An order made by an exchange keeps the money that was settled for it.
 */
export function enterOrder(input: OrderInput, before: Order | null, entry: Entry): Order | Refusal {
  const faults = [...faultsOf(input), ...(before ? changeFaults(input, before) : [])]
  if (faults.length > 0) return invalid(faults)
  if (before?.source === 'exchange') return finished(settledOrder(input, before), input, before, entry)
  const sides = sidesOf(input, entry.shop.currency)
  if (Array.isArray(sides)) return invalid(sides)
  return finished(entered(input, sides, before, entry), input, before, entry)
}

/** Lines whose money is not what it was: the desk refuses that once something of such a line was returned. */
export function changedShares(before: Order, after: Order): LineId[] {
  return before.lines
    .filter(line => sharesText(line) !== sharesText(after.lines.find(one => one.id === line.id)))
    .map(line => line.id)
}

const sharesText = (line: Line | undefined): string =>
  JSON.stringify(line && [line.quantity, line.unitPrice, line.listPrice, line.discount, line.taxes, line.paid])

/** The money and its lines; the deliveries follow, because they are checked against the lines. */
type Priced = Pick<Order, 'lines' | 'deals' | 'freight' | 'payments' | 'shopCurrency'>

function entered(input: OrderInput, sides: Sides, before: Order | null, { fresh }: Entry): Priced {
  const { presentment, shop, shopCurrency } = sides
  const freight = {
    paid: { presentment: presentment.freight.paid, shop: shop.freight.paid },
    taxes: taxesOf(presentment.freight.taxes, shop.freight.taxes),
  }
  const payments = paymentsOf(input, presentment.total, before, fresh)
  return { ...dealsOf(input, linesOf(input, sides, before, fresh), before, fresh), freight, payments, shopCurrency }
}

function finished(priced: Priced | Fault[], input: OrderInput, before: Order | null, entry: Entry): Order | Refusal {
  if (Array.isArray(priced)) return invalid(priced)
  const fulfilments = fulfilmentsOf(input, priced.lines, before, entry.fresh)
  const faults = deliveryFaults(input, priced.lines, fulfilments)
  if (faults.length > 0) return invalid(faults)
  const order = stillErased({ ...told(input, before, entry), ...priced, fulfilments }, before)
  const same =
    before && JSON.stringify(ordered(before)) === JSON.stringify(ordered({ ...order, updatedAt: before.updatedAt }))
  return same ? before : order
}

/** A shop that sends its orders again does not bring back a person who was forgotten here. */
const stillErased = (order: Order, before: Order | null): Order =>
  before?.erasedAt === undefined ? order : orderWithoutPerson({ ...order, erasedAt: before.erasedAt })

/** Equality must not hang on the order in which fields were written or read back. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  )
}

function changeFaults(input: OrderInput, before: Order): Fault[] {
  const named = new Set(
    input.lines.flatMap(line => [line.externalId, ...(line.components ?? []).map(part => part.externalId)]),
  )
  const gone = before.source === 'exchange' ? [] : before.lines.filter(line => !named.has(line.externalId))
  return [
    ...(input.currency === before.currency
      ? []
      : [fault('currency', `The order was entered in ${before.currency} and stays so.`)]),
    ...gone.map(line =>
      fault('lines', `Line ${line.externalId} is missing; name it and say how many pieces are cancelled.`),
    ),
  ]
}

function invalid(errors: Fault[]): Refusal {
  const [first] = errors
  return refuse('invalid', { sentence: first?.message ?? 'The order cannot be read.', path: first?.path ?? '', errors })
}

/** Everything about the order that is neither money nor goods. */
function told(
  input: OrderInput,
  before: Order | null,
  { shop, org, policy, at, fresh }: Entry,
): Omit<Order, keyof Priced | 'fulfilments'> {
  const number = input.number ?? before?.refs.number ?? input.externalId
  const shipping = input.shipping ? addressOf(input.shipping) : null
  const billing = input.billing ? addressOf(input.billing) : null
  return {
    id: before?.id ?? fresh<OrderId>(),
    org,
    shop: shop.id,
    refs: { externalId: input.externalId, number, name: input.name ?? number },
    source: before?.source ?? input.source ?? 'api',
    state: input.state ?? 'open',
    placedAt: input.placedAt,
    completedAt: input.completedAt ?? null,
    currency: input.currency,
    customer: partyOf(input.customer ?? {}),
    billing,
    shipping,
    country: input.country ?? shipping?.country ?? billing?.country ?? null,
    groups: input.groups ?? [],
    tags: input.tags ?? [],
    customFields: input.customFields ?? {},
    discountCodes: input.discountCodes ?? [],
    gift: input.gift ? { recipient: partyOf(input.gift.recipient) } : null,
    policy: before ? before.policy : policy,
    addressType: input.addressType ?? null,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  }
}

const partyOf = (said: Partial<Party>): Party => ({ ...NOBODY, ...said })

const NOWHERE: Address = {
  name: null,
  company: null,
  street1: null,
  street2: null,
  town: null,
  district: null,
  city: null,
  state: { code: null, name: null },
  postalCode: null,
  country: null,
  phone: null,
  email: null,
  type: null,
}

const addressOf = (said: Partial<Address>): Address => ({ ...NOWHERE, ...said })
