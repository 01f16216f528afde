import { describe, expect, test } from 'vitest'
import type { Return } from '../../core/return/return.ts'
import { openDoor, TO } from './testing.ts'

const door = await openDoor()
const { ask, golden } = door

/** Every key of the platform's example, in its order and with what it shows where there is no value. */
const bare = (ret: Return, number: string) => ({
  return_order_id: Number(number),
  return_order_reference: door.reference(ret, number),
  order_id: Number(number),
  order_reference: `GR--${number}--MER78`,
  status: 'A',
  timestamp: 1_773_144_000,
  total: '23.46',
  subtotal: '23.46',
  company_id: '',
  notes: null,
  firstname: 'Sarah',
  lastname: 'Muller',
  b_firstname: 'Sarah',
  b_lastname: 'Muller',
  b_address: null,
  b_address2: null,
  b_city: null,
  b_state: null,
  b_country: null,
  b_zipcode: null,
  b_phone: '',
  s_firstname: 'Sarah',
  s_lastname: 'Muller',
  s_address: null,
  s_address2: null,
  s_city: null,
  s_state: null,
  s_country: null,
  s_zipcode: null,
  s_phone: '',
  s_address_type: '',
  phone: '425-222-45-76',
  email: 'sarah@example.com',
  fields: [],
  b_country_descr: '',
  s_country_descr: '',
  b_state_descr: '',
  s_state_descr: '',
  shipment_ids: [ret.serial * 1000 + 1],
  company_name: null,
  last_order_change: '1773147600',
  products: {
    [`${ret.serial * 1000 + 1}`]: {
      item_id: 'SF-2',
      order_id: Number(number),
      product_id: 'SF-2',
      product_code: 'SF-2',
      price: 23.46,
      amount: 1,
      product: 'Phone',
      product_status: 'A',
      master_product_code: 'SF-2',
      company_id: '',
      base_price: '23.46',
      original_price: '23.46',
      ean: 'SF-2',
    },
  },
})

const SARAH = { firstName: 'Sarah', lastName: 'Muller', emails: ['sarah@example.com'], phone: '425-222-45-76' }

describe('one return', () => {
  // conforms: endpoint get_return
  // conforms: field get_return return_order_id, return_order_reference, order_id, order_reference, status, timestamp, total, subtotal
  // conforms: field get_return company_id, notes, firstname, lastname, phone, email, fields, shipment_ids, company_name, last_order_change
  // conforms: field get_return b_firstname, b_lastname, b_address, b_address2, b_city, b_state, b_country, b_zipcode, b_phone, b_country_descr, b_state_descr
  // conforms: field get_return s_firstname, s_lastname, s_address, s_address2, s_city, s_state, s_country, s_zipcode, s_phone, s_address_type, s_country_descr, s_state_descr
  // conforms: field get_return products.*.item_id, products.*.order_id, products.*.product_id, products.*.product_code, products.*.price, products.*.amount
  // conforms: field get_return products.*.product, products.*.product_status, products.*.master_product_code, products.*.company_id, products.*.base_price, products.*.original_price, products.*.ean
  test('has every key of the platform’s example, in its order, with its texts, numbers, nulls and empty arrays', async () => {
    const ret = await door.file(await door.bought('3004', { customer: SARAH }))
    door.clock.forward(1)
    await TO.A(door, ret)
    const { json } = await golden('detail', `/returns/${door.reference(ret, '3004')}`)
    expect(json).toEqual(bare(ret, '3004'))
    expect(Object.keys(json)).toEqual(Object.keys(bare(ret, '3004')))
    expect(Object.keys(Object.values(json.products as object)[0])).toEqual(
      Object.keys(Object.values(bare(ret, '3004').products)[0] as object),
    )
  })

  test('that nobody has touched has neither parcels nor a last change', async () => {
    const ret = await door.file(await door.bought('3005'))
    const { json } = await ask(`/returns/${door.reference(ret, '3005')}`)
    expect(json).toMatchObject({ status: 'U', shipment_ids: [], last_order_change: '' })
  })

  test('fills every column where there is something to say', async () => {
    const address = {
      name: 'Eleni Maria Papadopoulou',
      street1: 'Ermou 12',
      street2: '3rd floor',
      city: 'Athens',
      state: { code: 'I', name: 'Attica' },
      postalCode: '105 63',
      country: 'GR',
      phone: '+30 210 1234567',
      type: 'residential',
    }
    const order = await door.bought('3006', {
      customer: { ...SARAH, emails: [] },
      billing: { ...address, name: 'Sarah Muller', country: 'DE' },
      shipping: address,
      customFields: { '119': 'EL123456789' },
      freight: { price: { amountMinor: 390 } },
      lines: [
        {
          externalId: 'l1',
          title: 'Phone',
          sku: 'PH-1',
          product: { externalId: 'SF-9', masterCode: 'M-9', ean: '5201234567890' },
          quantity: 2,
          listPrice: { amountMinor: 3000 },
          unitPrice: { amountMinor: 2500 },
          discount: { amountMinor: 1 },
        },
      ],
      payments: [{ externalId: 'pay-3006', kind: 'platform', gateway: 'manual', captured: { amountMinor: 5389 } }],
    })
    const ret = await door.file(order, 2, { comment: 'Please hurry.' })
    const { json } = await golden('detail-filled', `/returns/${door.reference(ret, '3006')}`)
    expect(json).toMatchObject({
      total: '53.89',
      subtotal: '49.99',
      notes: 'Please hurry.',
      email: '',
      b_firstname: 'Sarah',
      b_lastname: 'Muller',
      b_country: 'DE',
      b_country_descr: 'Germany',
      s_firstname: 'Eleni Maria',
      s_lastname: 'Papadopoulou',
      s_address: 'Ermou 12',
      s_address2: '3rd floor',
      s_city: 'Athens',
      s_state: 'I',
      s_state_descr: 'Attica',
      s_country: 'GR',
      s_country_descr: 'Greece',
      s_zipcode: '105 63',
      s_phone: '+30 210 1234567',
      s_address_type: 'residential',
      fields: { '119': 'EL123456789' },
    })
    expect(Object.values(json.products)).toEqual([
      expect.objectContaining({
        item_id: 'SF-9',
        product_code: 'PH-1',
        price: 25,
        amount: 2,
        base_price: '25.00',
        original_price: '30.00',
        master_product_code: 'M-9',
        ean: '5201234567890',
      }),
    ])
  })

  test('shows what was taken off it again no more', async () => {
    const ret = await door.file(await door.bought('3007'), 2)
    await door.act(ret, { verb: 'amend', items: [{ item: ret.items[0]?.id as never, quantity: 1 }] })
    const { json } = await ask(`/returns/${door.reference(ret, '3007')}`)
    expect(Object.values(json.products)).toMatchObject([{ amount: 1 }])
    expect(json.total).toBe('23.46')
  })

  test('names the vendor where the shop has a number of its own', async () => {
    const vendor = await openVendor()
    expect(vendor).toMatchObject({ company_id: '12345', company_name: 'Linnea' })
    expect(Object.values(vendor.products)).toMatchObject([{ company_id: '12345' }])
  })
})

const company = await openDoor({
  refs: { platform: 'own', externalId: 'linnea', handle: 'linnea', merchantNo: null, companyId: '12345', region: null },
})
async function openVendor() {
  const ret = await company.file(await company.bought('1'))
  return (await company.ask(`/returns/GR--1--MER${company.shop.serial}-R${ret.serial}`)).json
}

describe('a return that is not there', () => {
  // conforms: error get_return The return with id {returnId} was not found
  test('is a bad request that names it', async () => {
    const { json, reply } = await golden('detail-not-found', '/returns/GR--3--MER78-R1')
    expect(reply.status).toBe(400)
    expect(json).toEqual({ message: 'The return with id GR--3--MER78-R1 was not found' })
  })

  test('is the same as one of another merchant', async () => {
    const ret = await door.file(await door.bought('3010'))
    const named = door.reference(ret, '3010')
    const { json, reply } = await golden('detail-stranger', `/returns/${named}`, { as: door.strangers.shopflix })
    expect({ status: reply.status, json }).toEqual({
      status: 400,
      json: { message: `The return with id ${named} was not found` },
    })
    expect((await ask('/returns/3010', { as: door.strangers.shopflix })).reply.status).toBe(400)
  })
})
