/** SHOPLINE's forms of ids, computed from ours and read back. Clients take them for opaque text; nothing is kept to tell which is which. */
import type { Order } from '../../core/order/order.ts'
import type { Grant, Return, Shipment } from '../../core/return/return.ts'
import { epochMs, type Instant, instantOf } from '../../core/time.ts'

/** A return is called by when it was filed and by the shop's counter. */
type Numbered = Pick<Return, 'createdAt' | 'serial'>

const digits = (value: number, width: number): string => String(value).padStart(width, '0')
const seconds = (at: Instant): string => digits(Math.floor(epochMs(at) / 1000), 10)

/** 22 digits: 26, the second of filing, the counter. */
export const returnId = ({ createdAt, serial }: Numbered): string => `26${seconds(createdAt)}${digits(serial, 10)}`

/** The counter in a return's id; null for what is no such id. Whoever finds the return by it still compares the whole id. */
export const serialIn = (id: string): number | null => counterIn(/^26\d{10}(\d{10})$/, id)

/** 22 digits as well: 26, the second of the promise, the return's counter and which promise of it. Counts only within its order. */
export const refundId = ({ serial }: Numbered, { at }: Pick<Grant, 'at'>, place: number): string =>
  `26${seconds(at)}${digits(serial, 7)}${digits(place + 1, 3)}`

/** What a line of a return is told apart by: the item's position, and which of the order's fulfilments its pieces came in. */
export type LinePlace = { item: number; fulfilment: number }

const lineDigits = ({ serial }: Numbered, { item, fulfilment }: LinePlace): string =>
  digits(serial, 9) + digits(item, 5) + digits(fulfilment + 1, 5)

/** A line of a return: RDP and 19 digits. */
export const returnLineId = (ret: Numbered, place: LinePlace): string => `RDP${lineDigits(ret, place)}`

/** The same line, as what is awaited: RFIP and the same 19 digits. */
export const awaitedLineId = (ret: Numbered, place: LinePlace): string => `RFIP${lineDigits(ret, place)}`

/** Reads both forms, because the platform's own pages show either where the other is meant. */
export function linePlaceIn(ret: Numbered, id: string): LinePlace | null {
  const found = /^(?:RDP|RFIP)(\d{9})(\d{5})(\d{5})$/.exec(id)
  if (!found || Number(found[1]) !== ret.serial) return null
  return { item: Number(found[2]), fulfilment: Number(found[3]) - 1 }
}

/** What is awaited of a return, as a whole: RFP and 19 digits. A return has one. */
export const awaitedId = ({ serial }: Numbered): string => `RFP${digits(serial, 9)}${digits(0, 10)}`

export const serialInAwaited = (id: string): number | null => counterIn(/^RFP(\d{9})0{10}$/, id)

/** A parcel on its way back: RPP and 19 digits. */
export const packageId = ({ serial, shipments }: Numbered & Pick<Return, 'shipments'>, shipment: Shipment): string =>
  `RPP${digits(serial, 9)}${digits(shipments.findIndex(({ id }) => id === shipment.id) + 1, 10)}`

export const serialInPackage = (id: string): number | null => counterIn(/^RPP(\d{9})\d{10}$/, id)

/** A line in a parcel: RPIP and 19 digits. */
export const packageLineId = ({ serial }: Numbered, parcel: number, { item, fulfilment }: LinePlace): string =>
  `RPIP${digits(serial, 9)}${digits(parcel + 1, 3)}${digits(item, 4)}${digits(fulfilment + 1, 3)}`

const counterIn = (form: RegExp, id: string): number | null => {
  const found = form.exec(id)?.[1]
  return found === undefined ? null : Number(found)
}

/** 26 digits: 21, the millisecond in which the order entered, and eleven digits of its own id. */
export const orderDigits = ({ id, createdAt }: Pick<Order, 'id' | 'createdAt'>): string =>
  `21${digits(epochMs(createdAt), 13)}${tail(id)}`

/** When an order of that id entered; null for what is no such id. */
export function enteredIn(id: string): Instant | null {
  const found = /^21(\d{13})\d{11}$/.exec(id)?.[1]
  return found === undefined ? null : instantOf(Number(found))
}

/** 26 digits: 22, the millisecond in which the order entered, and eleven digits of the fulfilment's own id. */
export const fulfilmentDigits = ({ createdAt }: Pick<Order, 'createdAt'>, { id }: { id: string }): string =>
  `22${digits(epochMs(createdAt), 13)}${tail(id)}`

/** The end of an id is chance; 48 bits of it are folded into eleven digits. */
const tail = (id: string): string => digits(Number.parseInt(id.slice(-12), 16) % 100_000_000_000, 11)

/** A subscription's id is a whole number: the last 48 bits of ours, which a JSON number holds exactly. */
export const webhookId = (id: string): number => Number.parseInt(id.slice(-12), 16)
