/** The shapes of Shopflix's answers. What is text, number, null or an empty array is as its page shows it, and nothing is ever left out. */
import type { StatusLetter } from './words.ts'

export type Params = {
  page: number
  items_per_page: number
  total_items: number
  status: string | null
  date_from: string | null
  date_to: string | null
}

/** The rows are called orders, though each is a return. */
export type List = { params: Params; orders: Row[] }

type Named = {
  return_order_id: number
  return_order_reference: string
  order_id: number
  order_reference: string
}

export type Row = Named & {
  /** Unix seconds. */
  timestamp: number
  firstname: string
  lastname: string
  email: string
  phone: string
  status: StatusLetter
  /** Two digits after a point. */
  total: string
  products?: RowProduct[]
}

/** Rows carried these once; see the setting `older_products`. */
export type RowProduct = { vendor_sku: string; price: number; amount: number; reason_text: string | null }

export type Detail = Named &
  Address<'b'> &
  Address<'s'> & { [text in `${'b' | 's'}_${Readable}`]: string } & {
    status: StatusLetter
    timestamp: number
    total: string
    subtotal: string
    company_id: string
    notes: string | null
    firstname: string
    lastname: string
    s_address_type: string
    phone: string
    email: string
    /** An object once there is something in it: the platform encodes as PHP does. */
    fields: [] | Record<string, string>
    shipment_ids: number[]
    company_name: string | null
    /** Unix seconds as text; empty while nothing has happened since. */
    last_order_change: string
    products: Record<string, Product>
  }

type AddressPart = 'address' | 'address2' | 'city' | 'state' | 'country' | 'zipcode'
type AddressText = 'firstname' | 'lastname' | 'phone'
type Readable = 'country_descr' | 'state_descr'

/** `b`: billing, `s`: shipping. No underscore before the 2. */
export type Address<Whose extends 'b' | 's'> = { [part in `${Whose}_${AddressPart}`]: string | null } & {
  [text in `${Whose}_${AddressText}`]: string
}

export type Product = {
  item_id: string
  order_id: number
  product_id: string
  product_code: string
  /** A number, while the prices beside it are texts. */
  price: number
  amount: number
  product: string
  product_status: 'A'
  master_product_code: string
  company_id: string
  base_price: string
  original_price: string
  ean: string
  reason_id?: string | null
  reason_text?: string | null
}

/** Everything that is not a return or a list of them, whether it went well or not. */
export type Message = { message: string }
