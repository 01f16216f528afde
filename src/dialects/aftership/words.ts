/** AfterShip's words for what a return is, of both generations, read from the top: the first row that holds is the word. */
import type { Role } from '../../core/party.ts'
import type { Reading } from '../../core/return/reading.ts'
import type { Advance, CheckpointKind, Exchange, MethodType, Return, Shipment } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Where } from '../../core/return/where.ts'

export const approvalStatus = {
  done: { request: ['resolved'] },
  rejected: { request: ['rejected', 'cancelled'] },
  expired: { request: ['expired'] },
  approved: { request: ['approved'] },
  submitted: { request: ['submitted'] },
} as const satisfies Reading

export const olderStatus = {
  done: { request: ['resolved'] },
  rejected: { request: ['rejected', 'cancelled'] },
  expired: { request: ['expired'] },
  received: { request: ['approved'], receiving: ['received'] },
  shipped: [
    { request: ['approved'], receiving: ['partial'] },
    { request: ['approved'], transit: ['in_transit', 'delivery_failed', 'lost', 'delivered'] },
  ],
  approved: { request: ['approved'] },
  submitted: { request: ['submitted'] },
} as const satisfies Reading

/** Who filed it, of three. A carrier's scan files for the shopper; the house and the bench count as the shop. */
export const filedByWord = {
  shopper: 'shopper',
  carrier: 'shopper',
  agent: 'customer_support',
  owner: 'merchant',
  warehouse: 'merchant',
  arbiter: 'merchant',
  system: 'merchant',
} as const satisfies Record<Role, string>

export const METHODS = [
  'retailer_label',
  'customer_courier',
  'happy_returns',
  'in_store',
  'green_return',
  'carrier_dropoff',
  'retail_reworks',
  'carrier_pickup',
] as const
export type MethodWord = (typeof METHODS)[number]

const METHOD_WORDS = {
  retailer_label: 'retailer_label',
  customer_courier: 'customer_courier',
  happy_returns: 'happy_returns',
  in_store: 'in_store',
  // Goods that travel after all travel as the customer likes.
  green_return: 'customer_courier',
  carrier_dropoff: 'carrier_dropoff',
  retail_reworks: 'retail_reworks',
  carrier_pickup: 'carrier_pickup',
  merchant_arranged: 'customer_courier',
  none: 'customer_courier',
} as const satisfies Record<MethodType | 'none', MethodWord>

/** A green return is one where nothing travels, whatever method was chosen first. */
export const methodWord = (ret: Return): MethodWord =>
  strands(ret).handling === 'keep' ? 'green_return' : METHOD_WORDS[ret.method?.type ?? 'none']

/** The returns a method's word is said of, as a question: a state, and the words of our methods. */
export function methodAsked(word: MethodWord): { where: Where; words: [string, ...string[]][] } {
  if (word === 'green_return') return { where: { handling: ['keep'] }, words: [] }
  const types = Object.entries(METHOD_WORDS).filter(([, said]) => said === word)
  const [first = word, ...others] = types.map(([type]) => `method:${type}`)
  return { where: { handling: ['send_back'] }, words: [[first, ...others]] }
}

/** Nine statuses of the Tracking product. A carrier that tried to fetch a parcel does not have it yet. */
export const trackingWord = {
  announced: 'InfoReceived',
  pickup_retry: 'InfoReceived',
  pickup_failed: 'InfoReceived',
  picked_up: 'InTransit',
  moving: 'InTransit',
  out_for_delivery: 'OutForDelivery',
  attempt_failed: 'AttemptFail',
  held_for_pickup: 'AvailableForPickup',
  exception: 'Exception',
  delivery_failed: 'Exception',
  lost: 'Exception',
  delivered: 'Delivered',
  silent: 'Expired',
} as const satisfies Record<CheckpointKind, string>

export const sourceWord = {
  shopper: 'shopper_upload',
  merchant: 'merchant_upload',
  api: 'merchant_api',
  generated: 'merchant_generate',
  forward: 'merchant_generate',
} as const satisfies Record<Shipment['source'], string>

export const componentWord = {
  label: 'label',
  packing_slip: 'packing_slip',
  conditional: 'conditional_shipping_document',
} as const satisfies Record<Shipment['documents'][number]['has'][number], string>

export const advanceWord = {
  authorized: 'pending',
  charged: 'charged',
  cancelled: 'canceled',
  failed: 'failed',
} as const satisfies Record<Advance['state'], string>

export const bonusWord = {
  extra: 'extra_credit',
  pre_discount: 'pre_discount_credit',
} as const satisfies Record<Exchange['bonus'][number]['type'], string>
