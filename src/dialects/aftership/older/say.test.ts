/** The older shape, member by member. */
import { describe, expect, test } from 'vitest'
import { refused } from '../../../core/refusal.ts'
import type { MethodType, RefundDestination, Return } from '../../../core/return/return.ts'
import { findOne, type Seen } from '../../../desk/look.ts'
import { OLDER, openAftership } from '../acts/testing.ts'
import { hexOf } from '../ids.ts'
import { dropped, ofKits, replaced, swapped, travelled } from '../testing.ts'
import { sayOlderReturn } from './say.ts'

const shop = await openAftership()
const links = Object.assign((file: string) => ({ url: `see:${file}`, thumbnail_url: `small:${file}` }), { until: '' })

async function seen({ id }: Pick<Return, 'id'>): Promise<Seen> {
  const found = await findOne(shop.desk, shop.as('owner'), id)
  if (refused(found)) throw new Error(found.code)
  return found
}

const said = async (ret: Return): Promise<any> => sayOlderReturn(await seen(ret), { links })
const recorded = async (name: string, ret: Return) =>
  shop.golden(name, await shop.get(`${OLDER}/returns/${hexOf(ret.id)}`))

describe('a return that went all the way', async () => {
  const ret = await travelled(shop)
  const wire = await said(ret)

  // conforms: field Return (older).id
  // conforms: field Return (older).rma_number
  // conforms: field Return (older).status
  // conforms: field Return (older).internal_notes
  // conforms: field Return (older).created_at
  // conforms: field Return (older).updated_at
  // conforms: field Return (older).tracking_number
  // conforms: field Return (older).reject_reason
  test('says what it is', async () => {
    expect(wire).toMatchObject({
      id: ret.id.replaceAll('-', ''),
      rma_number: ret.number,
      status: 'done',
      internal_notes: 'This is an internal note',
      created_at: ret.createdAt,
      updated_at: ret.updatedAt,
      tracking_number: 'ABC123456789',
      reject_reason: '',
    })
    await recorded('older-travelled', ret)
  })

  // conforms: field Return (older).order.*
  test('says whose purchase it was', () => {
    expect(wire.order).toEqual({
      id: ret.order.replaceAll('-', ''),
      order_number: '20558',
      customer_name: 'James Law',
      customer_email: 'customer@example.com',
      country: 'DEU',
      external_id: '4254002020558',
      app: { platform: 'shopify', key: 'cool-shoe-store' },
    })
  })

  // conforms: field Return (older).return_items[].*
  test('says what comes back, with sums as numbers', () => {
    expect(wire.return_items).toEqual([
      {
        external_id: '10579097059534',
        external_product_id: '7002111410382',
        title: 'T-Shirt',
        sku: 't-shirt-blue-xl',
        ordered_quantity: 3,
        return_quantity: 2,
        price: { amount: 49.99, currency: 'EUR' },
        image_url: 'https://cdn.example.com/x/y/z.jpg',
        exchange_variant: null,
        return_reason: { description: expect.stringMatching(/./), additional_notes: 'Two sizes too small' },
        subreason: 'Sleeves',
        return_images: [expect.stringMatching(/^see:/)],
        merchant_tags: [{ id: 'da1c35a503364bf8bb851ffaa49028c4', name: 'Defective' }],
      },
    ])
  })

  // conforms: field Return (older).return_method.*
  // conforms: field Return (older).resolution.*
  test('says how it travelled and what the shopper gets', () => {
    expect(wire.resolution).toEqual({ type: 'original_payment', exchange_notes: null })
    expect(wire.return_method).toEqual({
      type: 'retailer_label',
      cost_of_return: { amount: 0, currency: 'EUR' },
      label: {
        url: 'https://cdn.example.com/l.pdf',
        postmen_courier_slug: 'usps',
        aftership_tracking_slug: 'usps',
        total_charge: { amount: 7.1, currency: 'EUR' },
      },
    })
  })

  // conforms: field Return (older).shipments
  // conforms: field Return (older).receivings
  // conforms: field Return (older).refunded_total
  test('says what this generation learnt late', () => {
    expect(wire.shipments).toMatchObject([
      { tracking_number: 'ABC123456789', slug: 'usps', source: 'merchant_generate' },
    ])
    expect(wire.receivings).toMatchObject([{ items: [{ external_id: '10579097059534', quantity: 2 }] }])
    expect(wire.refunded_total).toEqual({ amount: ret.payouts[0]!.amount.amountMinor / 100, currency: 'EUR' })
    expect(wire).toMatchObject({ dropoffs: [], exchange_order: null, refund_store_credit_reference: null })
  })
})

describe('what the shopper gets', () => {
  /** The same return, told as if something of it were otherwise. */
  async function otherwise(more: (ret: Return) => Partial<Return>): Promise<any> {
    const around = await seen((await shop.filed()).ret)
    return sayOlderReturn({ ...around, ret: { ...around.ret, ...more(around.ret) } }, { links })
  }

  // conforms: enum resolution_type.store_credit
  // conforms: enum resolution_type.original_payment
  test.each<[RefundDestination[], string]>([
    [['original_payment'], 'original_payment'],
    [['store_credit'], 'store_credit'],
    [['instant_refund'], 'refundid'],
    [['instant_refund', 'original_payment', 'store_credit'], 'store_credit'],
    [['instant_refund', 'original_payment'], 'original_payment'],
  ])('is a refund: %s is %s', async (ways, type) => {
    const wire = await otherwise(({ items: [item] }) => ({
      items: ways.map(to => ({ ...item!, resolution: { type: 'refund', to } })),
    }))
    expect(wire.resolution).toEqual({ type, exchange_notes: null })
  })

  // conforms: field Return (older).refund_store_credit_reference
  test('may be store credit with a code, for single parts of a kit too', async () => {
    const ret = await ofKits(shop)
    const wire = await said(ret)
    expect(wire.resolution).toEqual({ type: 'store_credit', exchange_notes: null })
    expect(wire.return_items.map((item: { external_id: string }) => item.external_id)).toContain('20000000000002')
    const credit = ret.payouts.find(({ kind }) => kind === 'store_credit')
    expect(credit?.reference).toMatch(/./)
    expect(wire.refund_store_credit_reference).toBe(credit?.reference)
  })

  // conforms: enum resolution_type.exchange
  // conforms: field Return (older).return_items[].exchange_variant.external_id
  // conforms: field Return (older).return_items[].exchange_variant.title
  test('is the same article in another variant', async () => {
    const ret = await replaced(shop)
    const wire = await said(ret)
    expect(wire.resolution).toEqual({ type: 'exchange', exchange_notes: null })
    expect(wire.return_items[0].exchange_variant).toEqual({ external_id: '41681852399900', title: 'Red - L' })
    await recorded('older-exchange', ret)
    const { items } = ret
    const noted = await otherwise(() => ({ items, comment: 'Please add a gift box' }))
    expect(noted.resolution.exchange_notes).toBe('Please add a gift box')
  })

  // conforms: field Return (older).exchange_order
  test('is something else', async () => {
    const wire = await said(await swapped(shop))
    expect(wire.resolution.type).toBe('exchange_for_anything')
    expect(wire.exchange_order).toMatchObject({ external_id: '4254002099999', order_number: 'EX-1001' })
  })
})

describe('how it travels', () => {
  // conforms: enum older_return_method_type.*
  test.each<[MethodType | null, string]>([
    ['retailer_label', 'retailer_label'],
    ['customer_courier', 'customer_courier'],
    ['in_store', 'in_store'],
    ['happy_returns', 'happy_returns'],
    ['merchant_arranged', 'customer_courier'],
  ])('%s is %s', async (type, word) => {
    const one = await shop.filed()
    const around = await seen(one.ret)
    const method = type && { ...one.ret.method!, type }
    const wire = sayOlderReturn({ ...around, ret: { ...one.ret, method } }, { links })
    expect(wire.return_method).toMatchObject({ type: word })
  })

  // conforms: field Return (older).dropoffs
  test('over a counter', async () => {
    const wire = await said(await dropped(shop))
    expect(wire.dropoffs).toMatchObject([{ dropoff_number: 'HR123', status: 'partially_dropped' }])
  })

  test('in parcels of which the newest that is of use is told', async () => {
    const one = await shop.approved()
    await shop.post(`${one.olderByRma}/shipment-batch`, {
      shipments: [{ tracking_number: 'A1', label: { url: 'https://example.com/a1.pdf' } }, { tracking_number: 'A2' }],
    })
    const shipments = (await shop.now(one)).shipments
    await shop.act(one.ret, { verb: 'void', shipment: shipments[1]!.id })
    expect(await said(one.ret)).toMatchObject({
      tracking_number: 'A1',
      return_method: { label: { postmen_courier_slug: null, aftership_tracking_slug: null, total_charge: null } },
    })
    await shop.act(one.ret, { verb: 'void', shipment: shipments[0]!.id })
    expect(await said(one.ret)).toMatchObject({ tracking_number: 'A2', return_method: { label: null } })
  })
})

describe('a no', () => {
  test('says why, also when the shopper called it off', async () => {
    const [rejected, cancelled] = [await shop.filed(), await shop.filed()]
    await shop.act(rejected.ret, { verb: 'reject', reason: 'Too late' })
    expect(await said(rejected.ret)).toMatchObject({ status: 'rejected', reject_reason: 'Too late' })
    await shop.act(cancelled.ret, { verb: 'cancel', reason: 'It fits' }, 'shopper')
    expect(await said(cancelled.ret)).toMatchObject({
      status: 'rejected',
      reject_reason: 'Cancelled by the shopper: It fits',
    })
  })
})
