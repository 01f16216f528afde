import { describe, expect, test } from 'vitest'
import { refused } from '../../../core/refusal.ts'
import { ledgerOf } from '../../../db/orders.ts'
import { transaction } from '../../../db/transaction.ts'
import { findByNumber } from '../../../desk/orders.ts'
import { pathSaid } from './create.ts'
import { expectNo, openAftership, ROOT } from './testing.ts'

const shop = await openAftership()

const wish = {
  external_order_item_id: 'l1',
  intended_return_quantity: 1,
  return_reason: 'Too small',
  resolution: 'refund',
}

const filing = (external_id: string, more: object = {}) => ({
  order: { external_id, store: { platform: 'shopify', external_id: 'cool-shoe-store' } },
  return_items: [wish],
  refund_destination: 'original_payment',
  ...more,
})

const post = (body: object) => shop.post(`${ROOT}/returns`, body)

describe('filing', () => {
  // conforms: error 42900
  test('two at once for one order: one is told to come back, and nothing is filed twice', async () => {
    const { id, org, refs } = await shop.order({ externalId: 'at-once' })
    // While somebody holds the order's pieces, whoever files first cannot finish: so the other one is answered first.
    const { answers, late } = await transaction(shop.desk.db, async tx => {
      await ledgerOf(tx, org, id, true)
      const both = [post(filing(refs.externalId)), post(filing(refs.externalId))]
      return { answers: both, late: await Promise.race(both) }
    })
    expectNo(late, 429, 42900, 'TooManyRequests', 'Too many requests')
    await shop.golden('create-at-once', late)
    expect((await Promise.all(answers)).map(({ reply }) => reply.status).sort()).toEqual([201, 429])
    expect((await post(filing(refs.externalId))).reply.status).toBe(201)
    expect((await post(filing(refs.externalId))).reply.status).toBe(422)
  })

  test('for two orders at once is nothing special', async () => {
    const [one, other] = [await shop.order({ externalId: 'one' }), await shop.order({ externalId: 'other' })]
    const answers = await Promise.all([one, other].map(({ refs }) => post(filing(refs.externalId))))
    expect(answers.map(({ reply }) => reply.status)).toEqual([201, 201])
  })

  test('takes the first method that fits when none is named', async () => {
    const { refs } = await shop.order({ externalId: 'no-method' })
    const { json } = await post(filing(refs.externalId))
    expect(json.data).toMatchObject({ filed_by: 'merchant', return_method: { type: 'retailer_label' } })
  })

  test('keeps what the shopper said and where the money is to go', async () => {
    const { refs } = await shop.order({ externalId: 'told' })
    const said = { return_reason: 'It sheds', return_subreason: 'On the sofa', return_reason_comment: 'Every day' }
    const more = { return_items: [{ ...wish, ...said }], refund_destination: 'store_credit' }
    const { json } = await post(filing(refs.externalId, more))
    expect(json.data).toMatchObject({ refund_destination: 'store_credit', return_items: [said] })
  })

  test('awaits photos that lie elsewhere, and says at once where they will be', async () => {
    const { refs } = await shop.order({ externalId: 'photographed' })
    const urls = ['https://example.com/1.jpeg', 'https://example.com/2.jpeg', 'https://example.com/1.jpeg']
    const { json } = await post(
      filing(refs.externalId, { return_items: [{ ...wish, shopper_uploaded_image_urls: urls }] }),
    )
    const [item] = json.data.return_items
    expect([item.shopper_uploaded_image_urls.length, item.merchant_uploaded_image_urls.length]).toEqual([2, 0])
    const errands = await shop.database.pool.query(`select body->>'url' as url from errands where kind = 'file'`)
    expect(errands.rows.map(({ url }) => url).sort()).toEqual([...new Set(urls)])
  })

  test('finds its store by either name, and its order in that store alone', async () => {
    const { refs } = await shop.order({ externalId: 'named' })
    const store = { platform: 'magento-2', external_id: 'cool-shoe-store' }
    expectNo(
      await post(filing('named', { order: { external_id: refs.externalId, store } })),
      422,
      42200,
      'UnprocessableEntity',
    )
  })

  test('names the place in the request that is wrong', () => {
    expect(pathSaid('items[2].line')).toBe('return_items[2].external_order_item_id')
    expect(pathSaid('items[0].quantity')).toBe('return_items[0].intended_return_quantity')
    expect(pathSaid('items[1].reason.code')).toBe('return_items[1].return_reason')
    expect(pathSaid('items[1].reason.sub')).toBe('return_items[1].return_subreason')
    expect(pathSaid('items[1].media[0]')).toBe('return_items[1].shopper_uploaded_image_urls')
    expect(pathSaid('items[1]')).toBe('return_items[1]')
    expect(pathSaid('method')).toBe('return_method.type')
    expect(pathSaid('destination')).toBe('')
  })
})

describe('a link', () => {
  const urlFor = async (body: object): Promise<string> =>
    (await shop.post(`${ROOT}/returns/link`, body)).json.data.url.replace('https://returns.example.com', '')

  test('opens the order only for whoever knows its e-mail address or postal code', async () => {
    const order = await shop.order({ externalId: 'linked', number: '2001' })
    const [customer_email, postal_code] = ['maja@example.com', '10115']
    const entry = `/portal/orders/${order.id}?`
    for (const proof of [{ customer_email }, { postal_code }, { customer_email: ' MAJA@example.com', postal_code }])
      expect(await urlFor({ order_number: '2001', ...proof })).toContain(entry)
    for (const guess of [{}, { customer_email: 'eve@example.com' }, { customer_email, postal_code: '99999' }])
      expect(await urlFor({ order_number: '2001', ...guess })).toBe('/portal/?order_number=2001')
    expect(await urlFor({ order_number: 'unheard of', customer_email })).toBe('/portal/?order_number=unheard%20of')
  })

  test('opens none of two orders of one number', async () => {
    await shop.order({ externalId: 'twin-1', number: '2002' })
    await shop.order({ externalId: 'twin-2', number: '2002' })
    const found = await findByNumber(shop.desk, shop.as('owner'), '2002')
    expect(refused(found) ? [] : found).toHaveLength(2)
    const url = await urlFor({ order_number: '2002', customer_email: 'maja@example.com' })
    expect(url).toBe('/portal/?order_number=2002')
  })
})
