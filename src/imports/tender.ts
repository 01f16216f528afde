/** What kind of money a shop's payment method is. */
import type { PaymentKind } from '../core/order/order.ts'

const WORDS: [RegExp, PaymentKind][] = [
  [/gift|voucher/i, 'gift_card'],
  [/store.?credit|account.?funds/i, 'store_credit'],
  [/\bcod\b|^cash$|on.?delivery/i, 'cash_on_delivery'],
  [/\bbacs\b|bank|transfer|deposit|invoice|cheque|\bcheck\b|manual|money order|sepa/i, 'bank'],
]

/** Everything that is not known to be something else goes through a gateway, which is what `card` stands for. */
export const paymentKind = (gateway: string): PaymentKind => WORDS.find(([word]) => word.test(gateway))?.[1] ?? 'card'
