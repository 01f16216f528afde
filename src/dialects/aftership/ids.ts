/** AfterShip's forms of our ids: the same 128 bits without dashes, and the shop's own ids for items. */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ReturnId, TagId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import type { Item, Return } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import { findOne, type Named, type Seen } from '../../desk/look.ts'
import type { Client, DialectHouse } from '../dialect.ts'

/** 32 lower-case hex digits. */
export const hexOf = (id: string): string => id.replaceAll('-', '')

/** Our id from 32 hex digits of any case; null for anything else. */
export function idOf<I extends string>(hex: string): I | null {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(hex.toLowerCase())
  return parts ? (parts.slice(1).join('-') as I) : null
}

/** Codes are read out over the phone and typed in any case; ours are capitals. */
const rmaOf = (text: string): string => text.trim().toUpperCase()

/** The return an address is about, by `:id` or `:rma`; null when no return could have such an id. */
export function namedIn({ params }: FastifyRequest): Named | null {
  const { id, rma } = params as { id?: string; rma?: string }
  return rma === undefined ? idOf<ReturnId>(id ?? '') : { number: rmaOf(rma) }
}

export const noSuchReturn = (): Refusal => refuse('not_found', { sentence: 'Return not found' })

/** The same, looked up. A return of another organisation is none. */
export async function findNamed(
  { desk }: DialectHouse,
  client: Client,
  request: FastifyRequest,
): Promise<Seen | Refusal> {
  const named = namedIn(request)
  return named === null ? noSuchReturn() : findOne(desk, client.caller, named)
}

/** The platform names items by the order line they come from; a line that occurs twice in one return needs the place beside it. */
export function itemIdOf(ret: Pick<Return, 'items'>, order: Pick<Order, 'lines'>, item: Item): string {
  const external = order.lines.find(({ id }) => id === item.line)?.externalId ?? hexOf(item.id)
  const isAlone = ret.items.filter(({ line }) => line === item.line).length === 1
  return isAlone ? external : `${external}-${item.position}`
}

/** The item an id stands for. Without a place the line's first item is meant, since clients know lines only; for a whole kit its first component. */
export const itemNamed = (ret: Return, order: Order, id: string): Item | undefined =>
  ret.items.find(item => itemIdOf(ret, order, item) === id) ?? itemsOfLine(ret, order, id)[0] ?? ofKit(ret, order, id)

const ofKit = ({ items }: Return, { lines }: Order, id: string): Item | undefined =>
  items.find(({ kit }) => kit?.whole && lines.find(line => line.id === kit.line)?.externalId === id)

/** Every item of the order line with this external id, in order: receiving fills them one after the other. */
export const itemsOfLine = (ret: Return, order: Order, externalId: string): Item[] =>
  ret.items.filter(({ line }) => order.lines.find(({ id }) => id === line)?.externalId === externalId)

/** Shops choose the ids of their tags freely; the platform's have 32 hex digits, so any other is hashed into that form. */
export const tagIdOf = (tag: string): string =>
  idOf(hexOf(tag)) === null ? createHash('md5').update(tag).digest('hex') : hexOf(tag)

/** The tag of a shop an id stands for, found by computing all of them: there are few. */
export const tagNamed = ({ tags }: Pick<Shop, 'tags'>, id: string): TagId | null =>
  tags.find(tag => tagIdOf(tag.id) === id.toLowerCase())?.id ?? null
