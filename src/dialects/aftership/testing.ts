/** What the tests of this door share: a shop with everything a return can name, and returns that went through all of it. */
import { type DialectKit, openDialectKit, type Sent } from '../../../test/kit/dialect.ts'
import { expectGolden, goldenFile } from '../../../test/kit/golden.ts'
import { as, type FileId, type ItemId, type LocationId, type TagId } from '../../core/ids.ts'
import { type Currency, type Money, money } from '../../core/money.ts'
import type { LineInput, OrderInput } from '../../core/order/order-input.ts'
import type { Order, Variant } from '../../core/order/order.ts'
import { NOBODY } from '../../core/party.ts'
import { refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import type { Return } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import type { Instant } from '../../core/time.ts'
import { keepPhoto } from '../../desk/photos.ts'
import type { DialectHouse } from '../dialect.ts'
import type { Secret } from './client.ts'

export type AftershipKit = DialectKit & {
  secret: Secret
  stranger: DialectKit['stranger'] & Secret
  /** Calls the current generation in a version, with the shop's key. */
  ask: (path: string, more?: Partial<Sent> & { version?: string }) => ReturnType<DialectKit['send']>
  /** The same, recorded. How many calls are left hangs on what was called before, so that is left out. */
  record: (
    name: string,
    path: string,
    more?: Partial<Sent> & { version?: string },
  ) => Promise<Awaited<ReturnType<DialectKit['send']>>>
}

export const VIP = as<TagId>('da1c35a5-0336-4bf8-bb85-1ffaa49028c4')
export const MAIN = as<LocationId>('a0000000-0000-4000-8000-000000000001')
export const eur = (amountMinor: number): Money => money(amountMinor, 'EUR' as Currency)
const two = (amountMinor: number) => ({ presentment: eur(amountMinor), shop: eur(amountMinor) })

const PLACE = {
  name: 'Linnea returns',
  company: 'Linnea',
  street1: 'Hafenstrasse 1',
  street2: null,
  town: null,
  district: null,
  city: 'Hamburg',
  state: { code: 'HH', name: 'Hamburg' },
  postalCode: '20457',
  country: 'DE',
  phone: '+49 40 123456',
  email: 'returns@linnea.example',
  type: null,
}

export async function openAftershipKit(
  wish: Partial<Shop> = {},
  house: Partial<Pick<DialectHouse, 'rates'>> = {},
): Promise<AftershipKit> {
  const kit = await openDialectKit(
    {
      refs: {
        platform: 'shopify',
        externalId: 'cool-shoe-store',
        handle: 'cool-shoe-store',
        merchantNo: null,
        companyId: null,
        region: 'DE',
      },
      tags: [
        { id: VIP, name: 'Defective' },
        { id: as<TagId>('wardrobing'), name: 'Wardrobing' },
      ],
      locations: [{ id: MAIN, code: 'MAIN', name: 'Main', address: PLACE, externalId: '75333206259' }],
      ...wish,
    },
    house,
  )
  const secret = kit.clients.aftership.secret as Secret
  const strange = kit.strangers.aftership.secret as Secret
  const ask: AftershipKit['ask'] = (path, { version = '2025-07', headers, ...more } = {}) =>
    kit.send({ url: `/returns/${version}${path}`, headers: { 'as-api-key': secret.api_key, ...headers }, ...more })
  return {
    ...kit,
    secret,
    stranger: Object.assign(kit.stranger, strange),
    ask,
    async record(name, path, more) {
      const exchange = await ask(path, more)
      const headers = { ...exchange.reply.headers }
      for (const counter of ['ratelimit-remaining', 'ratelimit-reset'])
        if (headers[counter]) headers[counter] = `{${counter}}`
      await expectGolden(
        goldenFile('aftership', name),
        { ...exchange, reply: { ...exchange.reply, headers } },
        { api_key: secret.api_key, stranger: strange.api_key },
      )
      return exchange
    },
  }
}

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

export async function aPhoto({ desk, shop, as: role }: DialectKit, who: 'shopper' | 'agent'): Promise<FileId> {
  const kept = await keepPhoto(desk, role(who), shop.id, PICTURE)
  if (refused(kept)) throw new Error(`No photo: ${kept.code}`)
  return kept.id
}

/** A shirt sold three times with a discount, tax on top, a monogram and everything a product can have. */
export const SHIRT: LineInput = {
  externalId: '10579097059534',
  title: 'T-Shirt',
  sku: 't-shirt-blue-xl',
  quantity: 3,
  listPrice: { amountMinor: 4999 },
  unitPrice: { amountMinor: 4999 },
  discount: { amountMinor: 1200 },
  taxes: [{ title: 'VAT', ratePpm: 190_000 }],
  properties: [{ name: 'monogram', value: 'joe' }],
  product: {
    externalId: '7002111410382',
    title: 'T-Shirt',
    categories: ['clothing'],
    tags: ['summer'],
    images: ['https://cdn.example.com/x/y/z.jpg'],
  },
  variant: {
    externalId: '41681852399822',
    sku: 't-shirt-blue-xl',
    title: 'Blue XL',
    options: [
      { name: 'Colour', value: 'Blue' },
      { name: 'Size', value: 'XL' },
    ],
  },
}

const KIT: LineInput = {
  externalId: '20000000000001',
  title: 'Picnic set',
  sku: 'picnic',
  quantity: 2,
  unitPrice: { amountMinor: 6000 },
  components: [
    { externalId: '20000000000002', title: 'Plate', sku: 'plate', per: 2, weight: 1 },
    { externalId: '20000000000003', title: 'Basket', sku: 'basket', per: 1, weight: 1 },
  ],
}

export function anOrderOf(externalId: string, lines: LineInput[], more: Partial<OrderInput> = {}): Partial<OrderInput> {
  const pieces = lines.flatMap(line =>
    line.components
      ? line.components.map(part => ({ line: part.externalId, quantity: part.per * line.quantity }))
      : [{ line: line.externalId, quantity: line.quantity }],
  )
  return {
    externalId,
    number: externalId.slice(-5),
    name: `#${externalId.slice(-5)}`,
    taxesIncluded: false,
    customer: { firstName: 'James', lastName: 'Law', emails: ['customer@example.com'], locale: 'en-US' },
    lines,
    payments: [
      { externalId: `pay-${externalId}`, kind: 'card', gateway: 'simulated', captured: { amountMinor: 100_000 } },
    ],
    fulfilments: [
      {
        externalId: `f-${externalId}`,
        lines: pieces,
        sentAt: '2026-03-03T09:00:00.000Z' as Instant,
        deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
      },
    ],
    ...more,
  }
}

export const first = (ret: Return): ItemId => ret.items[0]?.id ?? as('')

const asked = (order: Order, sku: string, quantity: number, more: object = {}) => ({
  line: order.lines.find(({ variant }) => variant.sku === sku)?.id ?? as(''),
  quantity,
  reason: { code: 'too_small' as const, sub: 'Sleeves', comment: 'Two sizes too small' },
  ...more,
})

const submit = (items: ReturnType<typeof asked>[], more: object = {}): Command => ({ verb: 'submit', items, ...more })

const filedBy = (kit: DialectKit, order: Order, command: Command, role: 'shopper' | 'agent' | 'owner' = 'shopper') =>
  kit.file(order, 1, command as never, role)

/** From the wish to the refund: label, parcel, dock, grades, shelf, money, with photos and tags. Stands at `done`. */
export async function travelled(kit: DialectKit): Promise<Return> {
  const order = await kit.order(anOrderOf('4254002020558', [SHIRT]))
  const media = [await aPhoto(kit, 'shopper')]
  let ret = await filedBy(
    kit,
    order,
    submit([asked(order, 't-shirt-blue-xl', 3, { media })], { method: 'retailer_label' }),
  )
  const item = first(ret)
  const does = async (command: Command | Command[], role?: Parameters<DialectKit['act']>[2]) => {
    ret = (await kit.act(ret, command, role)).ret
  }
  await does({ verb: 'amend', items: [{ item, quantity: 2, why: 'One stays' }] })
  await does({ verb: 'approve', label: { reference: 'RMA#A1B2C3D4', from: PLACE, to: PLACE } })
  await does({ verb: 'print', label: ret.labels[0]?.id ?? '', made: MADE }, 'system')
  const shipment = ret.shipments[0]?.id ?? as('')
  const at = '2026-03-10T11:00:00.000Z' as Instant
  await does({ verb: 'track', shipment, checkpoint: { at, kind: 'picked_up', text: 'Picked up' } }, 'carrier')
  await does({ verb: 'note', note: 'This is an internal note' })
  await does({ verb: 'tag', item, tags: [VIP] })
  await does({ verb: 'attach', item, media: [await aPhoto(kit, 'agent')] })
  const gradings = [
    {
      grade: 'b' as const,
      quantity: 2,
      note: 'Minor scratches',
      inspector: 'John Doe',
      at,
      media: [await aPhoto(kit, 'agent')],
    },
  ]
  await does({ verb: 'receive', key: 'dock-1', source: 'dock', lines: [{ item, quantity: 2, gradings }], at })
  await does({ verb: 'dispose', key: 'shelf-1', item, quantity: 2, to: 'restock', location: MAIN }, 'warehouse')
  await does({ verb: 'refund' })
  const payout = ret.payouts[0]?.id ?? as('')
  const transactions = [
    { externalId: 't2', parentExternalId: 't1', gateway: 'shopify_payments', amount: ret.payouts[0]?.amount ?? eur(0) },
  ]
  await does({ verb: 'settle', payout, outcome: 'done', externalId: '991', transactions }, 'system')
  await does({ verb: 'resolve' })
  return ret
}

const MADE = {
  carrier: { slug: 'usps', name: 'USPS', ref: null, integrated: true },
  trackingNumber: 'ABC123456789',
  label: {
    url: 'https://cdn.example.com/l.pdf',
    shippingSlug: 'usps',
    qr: null,
    charge: eur(710),
    reference: 'RMA#A1B2C3D4',
  },
  documents: [
    { kind: 'packing_slip' as const, url: 'https://cdn.example.com/p.pdf', has: [] },
    {
      kind: 'combined' as const,
      url: 'https://cdn.example.com/d.pdf',
      has: ['label' as const, 'packing_slip' as const, 'conditional' as const],
    },
    { kind: 'conditional' as const, url: 'https://cdn.example.com/c.pdf', has: [] },
    { kind: 'invoice' as const, url: 'https://cdn.example.com/i.pdf', has: [] },
  ],
}

const RED_L: Variant = { externalId: '41681852399900', sku: 't-shirt-red-l', title: 'Red - L', options: [] }

/** A swap for a dearer article whose order left in advance against a held amount. */
export async function swapped(kit: DialectKit): Promise<Return> {
  const order = await kit.order(anOrderOf('4254002030001', [SHIRT]))
  const wish = submit([asked(order, 't-shirt-blue-xl', 1, { resolution: { type: 'swap' } })])
  let ret = await filedBy(kit, order, wish, 'agent')
  ret = (
    await kit.act(ret, {
      verb: 'exchange',
      advance: true,
      lines: [
        {
          variant: RED_L,
          title: 'Jacket',
          product: 'jacket',
          quantity: 1,
          unit: two(9000),
          tax: two(1710),
          replaces: null,
        },
      ],
    })
  ).ret
  const held = ret.charges.find(({ kind }) => kind === 'not_returned')
  const until = '2026-04-10T12:00:00.000Z' as Instant
  if (held)
    ret = (await kit.act(ret, { verb: 'authorize', charge: held.id, externalId: 'pi_123', until }, 'system')).ret
  const ordered = { order: null, externalId: '4254002099999', number: 'EX-1001' }
  ret = (await kit.act(ret, { verb: 'place', ordered }, 'system')).ret
  return ret
}

/** The same shirt again in another variant, asked for as a gift's recipient. */
export async function replaced(kit: DialectKit): Promise<Return> {
  const order = await kit.order(anOrderOf('4254002030002', [SHIRT]))
  const gift = {
    recipient: { ...NOBODY, firstName: 'Ann', lastName: 'Lee', emails: ['ann@example.com'] },
    address: { ...PLACE, name: 'Ann Lee', company: null },
  }
  const resolution = { type: 'replace', variant: RED_L }
  const ret = await filedBy(kit, order, submit([asked(order, 't-shirt-blue-xl', 1, { resolution })], { gift }), 'owner')
  const line = {
    variant: RED_L,
    title: 'T-Shirt',
    product: '7002111410382',
    quantity: 1,
    unit: two(4999),
    tax: two(950),
  }
  return (await kit.act(ret, { verb: 'exchange', lines: [{ ...line, replaces: first(ret) }] })).ret
}

/** Handed over at a counter, part of it, and sent on in the provider's own parcel. */
export async function dropped(kit: DialectKit): Promise<Return> {
  const order = await kit.order(anOrderOf('4254002030003', [SHIRT]))
  let ret = await filedBy(kit, order, submit([asked(order, 't-shirt-blue-xl', 2)]))
  ret = (await kit.act(ret, { verb: 'approve' })).ret
  const qr = 'https://cdn.example.com/qr.png'
  ret = (await kit.act(ret, { verb: 'book', provider: 'happy_returns', number: 'HR123', qr }, 'carrier')).ret
  const dropoff = ret.dropoffs[0]?.id ?? as('')
  const item = first(ret)
  ret = (await kit.act(ret, { verb: 'drop', dropoff, lines: [{ item, quantity: 1 }] }, 'carrier')).ret
  const parcel = { externalId: 'HRS1', carrierCode: 'FEDEX', trackingNumber: '7812' }
  const contents = [{ item, quantity: 1, bagBarcodes: ['B1'] }]
  return (await kit.act(ret, { verb: 'forward', dropoff, ...parcel, contents }, 'carrier')).ret
}

/** One whole kit, and of another a single component; nothing of it need travel. */
export async function ofKits(kit: DialectKit): Promise<Return> {
  const order = await kit.order(anOrderOf('4254002030004', [KIT]))
  const keep = { handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } }
  const wish = submit([asked(order, 'picnic', 1, { ...keep, kitWhole: true }), asked(order, 'plate', 1, keep)])
  let ret = await filedBy(kit, order, wish, 'agent')
  ret = (await kit.act(ret, { verb: 'approve' })).ret
  return (await kit.act(ret, { verb: 'refund' })).ret
}
