/** Push code 29, `return_updates_push`: four readings of a return, each told when an act has changed it. */
import type { FormatTerms, Message, News } from '../../core/push.ts'
import type { EventType } from '../../core/return/events.ts'
import type { Shop } from '../../core/shop.ts'
import type { Instant } from '../../core/time.ts'
import { clientNameOf } from '../../desk/client-secrets.ts'
import type { Desk } from '../../desk/desk.ts'
import { HOUR_MS, hmacSha256, isAccepted, type Language, MINUTE_MS, SECOND_MS } from '../telling.ts'
import { secondsOf } from './amounts.ts'
import { orderSnOf, snOf } from './ids.ts'
import { shopNumberOf } from './new-client.ts'
import { type Update, updatesIn } from './push-readings.ts'

export const RETURN_UPDATES = 29

/** What can change one of the four readings. Everything else, from offers to due dates, has to be asked for, as on the platform. */
const MOVING = [
  'return.submitted',
  'return.amended',
  'item.removed',
  'item.changed',
  'request.approved',
  'request.rejected',
  'request.cancelled',
  'request.expired',
  'request.resolved',
  'request.reopened',
  'offer.accepted',
  'dispute.raised',
  'dispute.examined',
  'dispute.judged',
  'dispute.withdrawn',
  'evidence.asked',
  'evidence.given',
  'evidence.missed',
  'method.chosen',
  'shipment.added',
  'shipment.changed',
  'shipment.cancelled',
  'shipment.tracked',
  'label.made',
  'dropoff.made',
  'dropoff.dropped',
  'dropoff.shipped',
  'receiving.recorded',
  'receiving.refused',
  'stray.matched',
  'payout.granted',
  'payout.ordered',
  'payout.sent',
  'payout.done',
  'payout.declined',
  'payout.unknown',
  'credit.issued',
  'settlement.marked_elsewhere',
  'settlement.unmarked',
  'exchange.proposed',
  'exchange.ordered',
  'exchange.failed',
  'exchange.cancelled',
] as const satisfies readonly EventType[]

const terms: FormatTerms = {
  unit: 'act',
  words: [{ word: 'return_updates_push', of: MOVING, once: true }],
  versions: null,
  secret: 'hex',
  signer: { dialect: 'shopee', member: 'partner_key' },
  // The callback URL stands before the body in what is signed; nobody may write it another way.
  isAddressSigned: true,
}

export const returnUpdates: Language = {
  terms,
  open: ({ desk }) => {
    const numbers = new WeakMap<Shop, Promise<number>>()
    const numberOf = (shop: Shop): Promise<number> => {
      const number = numbers.get(shop) ?? shopNumber(desk, shop)
      numbers.set(shop, number)
      return number
    }
    return {
      async write(news, { at }) {
        const updates = updatesIn(news)
        return updates.length === 0 ? null : message(sayUpdates(news, updates), await numberOf(news.shop), at)
      },
      // The platform posts something when an address is saved; what it says is not published.
      trial: ({ at }) => message({ code: 0, data: {} }, 0, at),
      sign: ({ body }, { secrets, telling: { endpoint } }) => ({
        authorization: hmacSha256(secrets, `${endpoint.url}|${body}`, 'hex'),
      }),
      pausesMs: [5 * MINUTE_MS, 30 * MINUTE_MS, 3 * HOUR_MS],
      jitter: 0,
      timeoutMs: 3 * SECOND_MS,
      isHeard: isAccepted,
    }
  },
}

/** By the pair a partner and the shop were set up as, since that is the number its programs know; without one, what it would be. */
async function shopNumber(desk: Desk, shop: Shop): Promise<number> {
  const name = await clientNameOf(desk, 'shopee', shop)
  return name === null ? shopNumberOf(shop) : Number(name.split(':')[1])
}

export const sayUpdates = ({ ret, order }: Pick<News, 'ret' | 'order'>, updates: readonly Update[]) => ({
  code: RETURN_UPDATES,
  data: { order_sn: orderSnOf(order), return_sn: snOf(ret), updated_values: updates },
})

/** In the order of the platform's sample. */
const message = ({ code, data }: { code: number; data: object }, shopId: number, at: Instant): Message => ({
  body: JSON.stringify({ data, shop_id: shopId, code, timestamp: secondsOf(at) }),
  headers: { 'content-type': 'application/json' },
})
