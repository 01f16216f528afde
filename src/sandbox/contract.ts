/** The shape of sandbox.json: what other people's test set-ups rely on. Members are only ever added. */
import Type, { type Static, type TSchema } from 'typebox'

const all = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
const said = Type.String({ minLength: 1 })
const address = Type.String({ pattern: '^https?://' })
const pieces = Type.Integer({ minimum: 0 })

/** Every id is the one a client of the platform would send. */
export const Dialects = all({
  shopee: all({
    base_url: address,
    partner_id: Type.Integer(),
    partner_key: said,
    shop_id: Type.Integer(),
    code: said,
    access_token: said,
    refresh_token: said,
  }),
  aftership: all({
    base_url: address,
    legacy_base_url: address,
    api_key: said,
    hmac_secret: said,
    webhook_secret: said,
    store: all({ platform: said, external_id: said }),
  }),
  shopflix: all({ base_url: address, username: said, password: said }),
  shopline: all({ base_url: address, handle: said, access_token: said, app_secret: said }),
})
export type Dialects = Static<typeof Dialects>

export const ShownOrder = all({
  /** The order's external id. */
  id: said,
  number: said,
  /** The id of its shop, in the native API and for AfterShip's `store.external_id`. */
  shop: said,
  email: Type.String(),
  postal_code: Type.String(),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  fulfillment_ids: Type.Array(said),
  lines: Type.Array(all({ id: said, sku: Type.String(), quantity: pieces, returnable: pieces })),
})
export type ShownOrder = Static<typeof ShownOrder>

export const SandboxFile = all({
  base_url: address,
  keys: all({ owner: said, agent: said, warehouse: said, arbiter: said, shopper: said, carrier: said }),
  console: all({ url: address, email: said, password: said }),
  portal: all({ url: address, order_number: said, email: said, postal_code: said }),
  dialects: Dialects,
  stranger: all({ key: said, dialects: Dialects }),
  orders: Type.Array(ShownOrder),
})
export type SandboxFile = Static<typeof SandboxFile>
