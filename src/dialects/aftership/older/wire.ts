/** What the older generation's calls may be sent. */
import Type, { type Static } from 'typebox'
import { amount, carrierSlug, imageUrls, itemTags, labelReference, labelUrl, ReceivedItems } from '../acts/wire.ts'
import { olderStatus } from '../words.ts'

const maybe = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export type OlderStatus = keyof typeof olderStatus
const STATUSES = Object.keys(olderStatus) as OlderStatus[]
const olderWord = Type.Enum(STATUSES, { type: 'string' })

const send_notification = maybe(Type.Boolean())

/** Where the two label members stand is not told by the platform's own page; both places are read. */
const labelWish = { generate_label: maybe(Type.Boolean()), custom_label_reference: maybe(labelReference) }

export const Transition = Type.Object({
  from_status: olderWord,
  to_status: Type.Enum(['approved', 'rejected', 'done', 'received'], { type: 'string' }),
  ...labelWish,
  return: maybe(
    Type.Object({
      ...labelWish,
      retailer_label_url: maybe(labelUrl),
      reject_reason: maybe(Type.String({ minLength: 1, maxLength: 1000 })),
    }),
  ),
  send_notification,
})
export type TransitionIn = Static<typeof Transition>

export const ReceiveBatch = Type.Object({ items: ReceivedItems, send_notification })
export type ReceiveBatchIn = Static<typeof ReceiveBatch>

const Label = Type.Object({
  url: labelUrl,
  postmen_courier_slug: maybe(carrierSlug),
  aftership_tracking_slug: maybe(carrierSlug),
  total_charge: maybe(amount),
})

export const ShipmentBatch = Type.Object({
  shipments: Type.Array(
    Type.Object({ tracking_number: Type.String({ minLength: 1, maxLength: 100 }), label: maybe(Label) }),
    { minItems: 1, maxItems: 20 },
  ),
  send_notification,
})
export type ShipmentBatchIn = Static<typeof ShipmentBatch>

/** Exactly one of the two; what photos are called here is not told anywhere, so they have their later name. */
export const PatchItem = Type.Object(
  { merchant_tags: Type.Optional(itemTags), merchant_uploaded_image_urls: Type.Optional(imageUrls) },
  { oneOf: [{ required: ['merchant_tags'] }, { required: ['merchant_uploaded_image_urls'] }] },
)
export type PatchItemIn = Static<typeof PatchItem>

export const ListQuery = Type.Object({
  status: Type.Optional(olderWord),
  created_at_min: Type.Optional(Type.String()),
  created_at_max: Type.Optional(Type.String()),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type ListQueryIn = Static<typeof ListQuery>
