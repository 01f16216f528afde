/** Every call of every platform that is about one return, as one of its clients sends it; drawn numbers fill in what may vary. */
import { read } from '../../src/core/return/reading.ts'
import { strands } from '../../src/core/return/strands/strands.ts'
import type { Seen } from '../../src/desk/look.ts'
import { olderStatus } from '../../src/dialects/aftership/words.ts'
import { awaitedId, packageId, returnLineId } from '../../src/dialects/shopline/ids.ts'
import type { Call, Language } from './languages.ts'
import type { Step } from './moves.ts'
import { namesOf } from './views.ts'

export type Spoken = { language: Language; call: Call }
export type Drawn = Pick<Step, 'which' | 'a' | 'b' | 'c'>
export type Speaker = (now: Seen, drawn: Drawn) => Spoken

export const PLAIN: Drawn = { which: 0, a: 0, b: 100, c: false }

type Body = (now: Seen, drawn: Drawn) => object
const nothing: Body = () => ({})

const itemOf = ({ ret }: Seen, { which }: Drawn) => ret.items[which % ret.items.length]
const lineOf = (now: Seen, drawn: Drawn): string =>
  now.order.lines.find(line => line.id === itemOf(now, drawn)?.line)?.externalId ?? 'none'

const shopeeRead =
  (call: string): Speaker =>
  now => ({ language: 'shopee', call: { path: `/returns/${call}`, query: { return_sn: namesOf(now).shopee } } })
const shopee =
  (call: string, more: Body = nothing): Speaker =>
  (now, drawn) => ({
    language: 'shopee',
    call: {
      method: 'POST',
      path: `/returns/${call}`,
      body: { return_sn: namesOf(now).shopee, email: 'agent@example.com', ...more(now, drawn) },
    },
  })
const aftership =
  (call: string, more: Body = nothing, method: 'POST' | 'PATCH' = 'POST'): Speaker =>
  (now, drawn) => ({
    language: 'aftership',
    call: {
      method,
      path: `/returns/${drawn.c ? `rma/${namesOf(now).rma}` : namesOf(now).aftership}/${call.replace('{line}', lineOf(now, drawn))}`,
      body: more(now, drawn),
    },
  })
const older =
  (call: string, more: Body, method: 'POST' | 'PATCH' = 'POST'): Speaker =>
  (now, drawn) => ({
    language: 'older_aftership',
    call: {
      method,
      path: `/returns/rma/${namesOf(now).rma}/${call.replace('{line}', lineOf(now, drawn))}`,
      body: more(now, drawn),
    },
  })
const shoplineRead =
  (path: (now: Seen) => string, query: (now: Seen) => Record<string, string> = () => ({})): Speaker =>
  now => ({ language: 'shopline', call: { path: path(now), query: query(now) } })
const shopline =
  (path: (now: Seen) => string, more: Body): Speaker =>
  (now, drawn) => ({ language: 'shopline', call: { method: 'POST', path: path(now), body: more(now, drawn) } })
const shopflix =
  (status: string): Speaker =>
  now => ({
    language: 'shopflix',
    call: { method: 'PUT', path: `/returns/${namesOf(now).shopflix}`, body: { status } },
  })

const counted = (now: Seen, drawn: Drawn) => [
  { external_id: lineOf(now, drawn), quantity: 1 + (drawn.a % 2), gradings: [{ grade: 'a', quantity: 1 }] },
]
const parcel = ({ b }: Drawn) => [
  { tracking_number: `PX${b}`, slug: 'dhl', label: { url: 'https://labels.example.com/x.pdf', slug: 'dhl' } },
]
const dropoffOf = ({ ret }: Seen): string => ret.dropoffs.at(-1)?.id.replaceAll('-', '') ?? 'f'.repeat(32)

/** Calls that read. */
export const READING: Record<string, Speaker> = {
  'Shopee get_return_detail': shopeeRead('get_return_detail'),
  'Shopee get_available_solutions': shopeeRead('get_available_solutions'),
  'Shopee get_return_dispute_reason': shopeeRead('get_return_dispute_reason'),
  'Shopee query_proof': shopeeRead('query_proof'),
  'Shopee get_shipping_carrier': shopeeRead('get_shipping_carrier'),
  'Shopee get_reverse_tracking_info': shopeeRead('get_reverse_tracking_info'),
  'AfterShip by id': now => ({ language: 'aftership', call: { path: `/returns/${namesOf(now).aftership}` } }),
  'AfterShip by RMA': now => ({ language: 'aftership', call: { path: `/returns/rma/${namesOf(now).rma}` } }),
  'older AfterShip by id': now => ({
    language: 'older_aftership',
    call: { path: `/returns/${namesOf(now).aftership}` },
  }),
  'older AfterShip by RMA': now => ({
    language: 'older_aftership',
    call: { path: `/returns/rma/${namesOf(now).rma}` },
  }),
  'Shopflix one': now => ({ language: 'shopflix', call: { path: `/returns/${namesOf(now).shopflix}` } }),
  'SHOPLINE return': shoplineRead(
    () => '/return.json',
    now => ({ id: namesOf(now).shopline }),
  ),
  'SHOPLINE return_fulfillment': shoplineRead(
    () => '/return_fulfillment.json',
    now => ({ return_id: namesOf(now).shopline }),
  ),
  'SHOPLINE return_package': shoplineRead(
    () => '/return_package.json',
    now => ({ return_id: namesOf(now).shopline }),
  ),
}

/** Calls that change, or try to. */
export const CHANGING: Record<string, Speaker> = {
  'Shopee confirm': shopee('confirm'),
  'Shopee offer': shopee('offer', (_now, { b, c }) => ({
    proposed_solution: c ? 'REFUND' : 'RETURN_REFUND',
    proposed_adjusted_refund_amount: (b % 6000) / 100,
  })),
  'Shopee accept_offer': shopee('accept_offer'),
  'Shopee dispute': shopee('dispute', (_now, { a }) => ({
    dispute_reason_id: 1 + (a % 3),
    dispute_text_reason: 'Not so.',
    image_list: [],
  })),
  'Shopee upload_proof': shopee('upload_proof', () => ({ photo: [], description: 'Look.' })),
  'Shopee cancel_dispute': shopee('cancel_dispute'),
  'Shopee upload_shipping_proof': shopee('upload_shipping_proof', (_now, { b }) => ({
    reverse_logistics_carrier_id: 1,
    reverse_logistics_carrier_name: 'DHL',
    tracking_number: `SP${b}`,
    image_id_list: [],
  })),
  'AfterShip approve': aftership('approve', (_now, { a }) => ({ notify_customer: a % 2 === 0 })),
  'AfterShip reject': aftership('reject', () => ({ reject_reason: 'Outside the window' })),
  'AfterShip resolve': aftership('resolve'),
  'AfterShip receive-items': aftership('receive-items', (now, drawn) => ({ items: counted(now, drawn) })),
  'AfterShip attach-shipments': aftership('attach-shipments', (_now, drawn) => ({ shipments: parcel(drawn) })),
  'AfterShip remove-items': aftership('remove-items', (now, drawn) => ({
    items: [{ external_id: lineOf(now, drawn), quantity: 1 }],
    edit_reason: 'Kept',
    notify_customer: false,
  })),
  'AfterShip PATCH items': aftership('items/{line}', () => ({ item_tags: [] }), 'PATCH'),
  'AfterShip drops': (now, drawn) => ({
    language: 'aftership',
    call: {
      method: 'POST',
      path: `/returns/rma/${namesOf(now).rma}/dropoffs/${dropoffOf(now)}/drops`,
      body: { items: [{ external_order_item_id: lineOf(now, drawn), quantity: 1 }] },
    },
  }),
  'older AfterShip status-transitions': older('status-transitions', ({ ret }, { a }) => {
    const to_status = (['approved', 'rejected', 'done'] as const)[a % 3]
    return {
      from_status: read(olderStatus, strands(ret)),
      to_status,
      ...(to_status === 'rejected' && { return: { reject_reason: 'Worn' } }),
    }
  }),
  'older AfterShip item-receive-batch': older('item-receive-batch', (now, drawn) => ({ items: counted(now, drawn) })),
  'older AfterShip shipment-batch': older('shipment-batch', (_now, drawn) => ({ shipments: parcel(drawn) })),
  'older AfterShip PATCH items': older('items/{line}', () => ({ merchant_tags: [] }), 'PATCH'),
  'Shopflix V': shopflix('V'),
  'Shopflix W': shopflix('W'),
  'SHOPLINE close': shopline(
    now => `/return/${namesOf(now).shopline}/close.json`,
    () => ({ notify: false }),
  ),
  'SHOPLINE package': shopline(
    () => '/return/package/create.json',
    ({ ret }, { b, which }) => ({
      reverse_fulfillment_order_id: awaitedId(ret),
      tracking_info: { tracking_company: 'DHL', tracking_number: `SL${b}` },
      reverse_delivery_line_items: [
        {
          id: returnLineId(ret, { item: ret.items[which % ret.items.length]?.position ?? 0, fulfilment: 0 }),
          total_quantity: 1,
        },
      ],
    }),
  ),
  'SHOPLINE package update': shopline(
    () => '/return_express_update.json',
    (now, { b }) => ({
      id: now.ret.shipments[0] ? packageId(now.ret, now.ret.shipments[0]) : 'RPP0000000000000000000',
      reunrn_id: namesOf(now).shopline,
      tracking_info: { tracking_company: 'DHL', tracking_number: `SU${b}` },
    }),
  ),
  'SHOPLINE refund': shopline(
    () => '/order/refund.json',
    (now, drawn) => ({
      order_id: now.order.refs.externalId,
      refund_line_items: [
        { line_item_id: Number(lineOf(now, drawn)), quantity: 1, type: 'Returned', restock_type: 'no_restock' },
      ],
    }),
  ),
}
