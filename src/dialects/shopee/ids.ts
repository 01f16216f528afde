/** Shopee's forms of our ids, computed both ways: nothing is kept that maps the one to the other. */
import { createHash } from 'node:crypto'
import type { ShopId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import type { Return } from '../../core/return/return.ts'
import type { Instant } from '../../core/time.ts'
import type { Client } from '../dialect.ts'

/** Six digits of the day, six places of the shop's counter, three that prove the other twelve. */
const SN = /^(\d{6})([0-9A-Z]{6})([0-9A-Z]{3})$/

/** Six digits of the day and eight more places. */
const ORDER_SN = /^\d{6}[0-9A-Z]{8}$/

const BASE = 36

/** The number clients name a return by. It begins with the day of filing (UTC), as Shopee's does. */
export function snOf({ createdAt, serial, shop }: Pick<Return, 'createdAt' | 'serial' | 'shop'>): string {
  const front = dayOf(createdAt) + written(BigInt(serial), 6)
  return front + proofOf(front, shop)
}

/** Which return of the shop is meant; null for a number that this shop never gave out. The last places make a neighbour's number strange here. */
export function serialIn(sn: string, shop: ShopId): number | null {
  const [, day = '', serial = '', proof = ''] = SN.exec(sn) ?? []
  return proof !== '' && proofOf(day + serial, shop) === proof ? Number.parseInt(serial, BASE) : null
}

/** A return as `findOne` and `move` take it, from the number a client gave; null when it can be none of the client's shop. */
export function returnNamed({ shop }: Pick<Client, 'shop'>, sn: string): { shop: ShopId; serial: number } | null {
  const serial = serialIn(sn, shop.id)
  return serial === null ? null : { shop: shop.id, serial }
}

/** The shop's own number where it has the platform's shape, else one computed from the day of the purchase and its id. */
export const orderSnOf = ({ id, refs, placedAt }: Pick<Order, 'id' | 'refs' | 'placedAt'>): string =>
  ORDER_SN.test(refs.number) ? refs.number : dayOf(placedAt) + written(hashed(id), 8)

/** Ids are whole numbers on this platform: one that is a number stays itself, another becomes one below 2^53. None at all is 0. */
export function numOf(id: string): number {
  if (id === '') return 0
  const own = /^\d{1,15}$/.test(id) ? Number(id) : null
  return own ?? Number(hashed(id) >> 11n)
}

const proofOf = (front: string, shop: ShopId): string => written(hashed(`${shop}:${front}`), 3)

/** `2026-11-02T…` as `261102`. */
const dayOf = (at: Instant): string => at.slice(2, 10).replaceAll('-', '')

/** The last so many places in base 36. */
const written = (value: bigint, places: number): string =>
  (value % BigInt(BASE) ** BigInt(places)).toString(BASE).toUpperCase().padStart(places, '0')

/** 64 bits that always follow from the text. */
const hashed = (text: string): bigint => createHash('sha256').update(text).digest().readBigUInt64BE()
