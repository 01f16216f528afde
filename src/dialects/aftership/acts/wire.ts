/** What the changing calls of the current generation may be sent. Members nobody knows are left unread, as the platform does it. */
import Type, { type Static } from 'typebox'
import { METHOD_TYPES } from '../../../core/return/return.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const or = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const maybe = <T extends Type.TSchema>(schema: T) => Type.Optional(or(schema))
const pieces = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const moment = Type.String({ format: 'date-time' })
const imageUrl = Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000 })
const lineId = text(255)
const words = <W extends string>(list: readonly W[]) => Type.Enum([...list] as W[], { type: 'string' })

/** Bodies of calls whose members are all optional may be missing altogether. */
const orNothing = or

export const notify_customer = maybe(Type.Boolean())

const Address = Type.Object({
  contact_name: maybe(Type.String({ maxLength: 255 })),
  company_name: maybe(Type.String({ maxLength: 255 })),
  street_1: maybe(Type.String({ maxLength: 255 })),
  street_2: maybe(Type.String({ maxLength: 255 })),
  city: maybe(Type.String({ maxLength: 255 })),
  state: maybe(
    Type.Object({ name: maybe(Type.String({ maxLength: 255 })), code: maybe(Type.String({ maxLength: 20 })) }),
  ),
  postal_code: maybe(Type.String({ maxLength: 32 })),
  country_region: maybe(Type.Object({ code: maybe(Type.String({ minLength: 3, maxLength: 3 })) })),
  phone: maybe(Type.String({ maxLength: 64 })),
  email: maybe(Type.String({ maxLength: 320 })),
})
export type AddressIn = Static<typeof Address>

/** What a label is told to say; the platform stops at 60 characters. */
export const labelReference = text(60)

export const Approve = orNothing(
  Type.Object({
    notify_customer,
    generate_label: maybe(Type.Boolean()),
    customize_label_info: maybe(
      Type.Object({ label_reference: maybe(labelReference), ship_from: maybe(Address), ship_to: maybe(Address) }),
    ),
    custom_label_reference: maybe(labelReference),
  }),
)
export type ApproveIn = Static<typeof Approve>

export const Resolve = orNothing(Type.Object({ notify_customer }))

export const Reject = Type.Object({ reject_reason: text(1000), notify_customer })
export type RejectIn = Static<typeof Reject>

const Gradings = Type.Array(
  Type.Object({
    grade: words(['a', 'b', 'c', 'd'] as const),
    quantity: pieces,
    inspector: maybe(Type.String({ maxLength: 255 })),
    notes: maybe(Type.String({ maxLength: 5000 })),
    inspected_at: maybe(moment),
    image_urls: maybe(Type.Array(imageUrl, { maxItems: 20 })),
  }),
  { maxItems: 100 },
)

export const ReceivedItems = Type.Array(
  Type.Object({ external_id: lineId, quantity: pieces, gradings: maybe(Gradings) }),
  { minItems: 1, maxItems: 300 },
)
export type ReceivedItemsIn = Static<typeof ReceivedItems>

export const ReceiveItems = Type.Object({ items: ReceivedItems, notify_customer })
export type ReceiveItemsIn = Static<typeof ReceiveItems>

export const amount = Type.Object({
  amount: Type.Union([Type.String({ pattern: '^[0-9]{1,12}(\\.[0-9]{1,4})?$' }), Type.Number({ minimum: 0 })]),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
})
export type AmountIn = Static<typeof amount>

export const carrierSlug = Type.String({ pattern: '^[a-z0-9-]{1,100}$' })
export const labelUrl = Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000 })

export const AttachShipments = Type.Object({
  shipments: Type.Array(
    Type.Object({
      tracking_number: text(100),
      slug: carrierSlug,
      label: Type.Object({ url: labelUrl, total_charge: maybe(amount) }),
    }),
    { minItems: 1, maxItems: 1 },
  ),
  notify_customer,
})
export type AttachShipmentsIn = Static<typeof AttachShipments>

export const RemoveItems = Type.Object({
  items: Type.Array(Type.Object({ external_id: lineId, quantity: pieces }), { minItems: 1, maxItems: 300 }),
  edit_reason: text(200),
  notify_customer: Type.Boolean(),
})
export type RemoveItemsIn = Static<typeof RemoveItems>

export const itemTags = Type.Array(Type.Object({ id: Type.String({ minLength: 32, maxLength: 32 }) }), {
  maxItems: 100,
})
export const imageUrls = Type.Array(imageUrl, { minItems: 1, maxItems: 20 })

/** Exactly one of the two. */
export const PatchItem = Type.Object(
  { item_tags: Type.Optional(itemTags), merchant_uploaded_image_urls: Type.Optional(imageUrls) },
  { oneOf: [{ required: ['item_tags'] }, { required: ['merchant_uploaded_image_urls'] }] },
)
export type PatchItemIn = Static<typeof PatchItem>

export const Drops = orNothing(
  Type.Object({
    items: maybe(
      Type.Array(
        // Until 2024-07 the platform's own ids were called `source_…`.
        Type.Object(
          {
            external_order_item_id: Type.Optional(lineId),
            source_order_item_id: Type.Optional(lineId),
            quantity: pieces,
          },
          { anyOf: [{ required: ['external_order_item_id'] }, { required: ['source_order_item_id'] }] },
        ),
        { minItems: 1, maxItems: 300 },
      ),
    ),
    dropped_at: maybe(moment),
  }),
)
export type DropsIn = Static<typeof Drops>

/** The platform names its own drop-off at a carrier's counter only itself, never by this call. */
const CHOSEN_METHODS = METHOD_TYPES.filter(type => type !== 'carrier_dropoff' && type !== 'merchant_arranged')

export const Create = Type.Object({
  order: Type.Object({
    external_id: text(255),
    store: Type.Object({ platform: text(64), external_id: text(256) }),
  }),
  return_items: Type.Array(
    Type.Object({
      external_order_item_id: lineId,
      intended_return_quantity: pieces,
      return_reason: text(255),
      return_subreason: maybe(Type.String({ maxLength: 255 })),
      return_reason_comment: maybe(Type.String({ maxLength: 5000 })),
      shopper_uploaded_image_urls: maybe(Type.Array(imageUrl, { maxItems: 20 })),
      resolution: words(['refund'] as const),
    }),
    { minItems: 1, maxItems: 300 },
  ),
  return_method: maybe(Type.Object({ type: words(CHOSEN_METHODS) })),
  refund_destination: words(['original_payment', 'store_credit'] as const),
})
export type CreateIn = Static<typeof Create>

export const Link = Type.Object({
  order_number: text(256),
  customer_email: maybe(Type.String({ maxLength: 320 })),
  postal_code: maybe(Type.String({ maxLength: 32 })),
})
export type LinkIn = Static<typeof Link>
