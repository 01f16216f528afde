/** Shopflix's forms of our ids, computed both ways: nothing is kept that maps the one to the other. */
import type { Return } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import type { Seen } from '../../desk/look.ts'

/** Clients hold these numbers in 32 bits. */
const LARGEST = 2 ** 31 - 1

/** The platform is Greek; shops that have not said where they are count as being there. */
const HOME = 'GR'

/** A text that is a number of the platform and reads the same when it is written again; null for any other. */
export function numberIn(text: string): number | null {
  const number = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null
  return number !== null && number <= LARGEST ? number : null
}

type Around = Pick<Seen, 'ret' | 'order' | 'siblings'>

/**
 * The order as a number: the number people type, else the shop's own id, whichever is one. Where neither is, the counter of the order's first return,
 * which stays the same when others follow.
 */
export const orderNo = ({ ret, order, siblings }: Around): number =>
  numberIn(order.refs.number) ?? numberIn(order.refs.externalId) ?? firstOf([ret, ...siblings]).serial

const firstOf = (returns: readonly Return[]): Return =>
  returns.reduce((first, ret) => (orderOfFiling(ret) < orderOfFiling(first) ? ret : first))

const orderOfFiling = ({ createdAt, serial }: Return): string => `${createdAt} ${String(serial).padStart(16, '0')}`

/** `GR--3256--MER78` */
export const orderReference = (around: Around, { refs, serial }: Shop): string =>
  `${refs.region ?? HOME}--${orderNo(around)}--MER${refs.merchantNo ?? serial}`

/** `GR--3256--MER78-R153`: the shop's counter at the end tells several returns of one order apart. */
export const returnReference = (around: Around, shop: Shop): string =>
  `${orderReference(around, shop)}-R${around.ret.serial}`

/** The shop's counter in a reference; null for a text that is none. Whether the rest of it is right is seen by writing it anew. */
export function serialIn(reference: string): number | null {
  const serial = Number(/--MER.*-R([1-9]\d{0,14})$/.exec(reference)?.[1] ?? 0)
  return serial === 0 ? null : serial
}

const PARTS = 1000

/** What stands on its own inside a return: counted within the shop's returns, because clients take these numbers for rows of one table. */
export const partNo = ({ serial }: Pick<Return, 'serial'>, place: number): number => serial * PARTS + place
