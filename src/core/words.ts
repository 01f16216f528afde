/** Closed lists that policies and returns both speak in. */

export const METHOD_TYPES = [
  'retailer_label',
  'customer_courier',
  'happy_returns',
  'in_store',
  'green_return',
  'carrier_dropoff',
  'retail_reworks',
  'carrier_pickup',
  'merchant_arranged',
] as const
export type MethodType = (typeof METHOD_TYPES)[number]

export const GRADES = ['a', 'b', 'c', 'd'] as const
export type Grade = (typeof GRADES)[number]
