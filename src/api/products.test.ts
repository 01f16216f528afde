import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiKit, openApiKit } from '../../test/kit/api.ts'

let api: ApiKit
let place: string

beforeAll(async () => {
  api = await openApiKit()
  place = `/v1/shops/${api.shop.id}/products`
})

const variant = (id: string, more: object = {}) => ({
  id,
  sku: id.toUpperCase(),
  prices: [{ amount_minor: 4990, currency: 'EUR' }],
  ...more,
})
const article = (id: string, title: string, more: object = {}) => ({
  id,
  title,
  variants: [variant(`${id}-1`)],
  ...more,
})

describe('what a shop sells', () => {
  test('is fed in, looked through by words and taken off again', async () => {
    const options = [{ name: 'Size', value: 'L' }]
    const fed = await api.ok('owner', 'PUT', place, {
      products: [
        article('shirt', 'Linen shirt', { vendor: 'Nordtuch', variants: [variant('shirt-l', { options, stock: 3 })] }),
        article('mug', 'Stoneware 100% mug'),
        article('coat', 'Winter coat'),
      ],
    })
    expect(fed).toEqual({ kept: 3 })
    const found = async (search: string) =>
      (await api.ok('owner', 'GET', `${place}?search=${encodeURIComponent(search)}`)).data.map((one: any) => one.id)
    expect(await found('')).toEqual(['shirt', 'mug', 'coat'])
    expect(await found('SHIRT l')).toEqual(['shirt'])
    expect(await found('nordtuch')).toEqual(['shirt'])
    expect(await found('100%')).toEqual(['mug'])
    expect(await found('coat linen')).toEqual([])
    expect((await api.ok('owner', 'GET', `${place}?search=shirt`)).data[0]).toMatchObject({
      type: null,
      variants: [{ id: 'shirt-l', stock: 3, options, image: null }],
      updated_at: api.clock.now,
    })
    expect(await api.ok('owner', 'DELETE', `${place}?ids=mug,hat`)).toEqual({ removed: 1 })
    expect(await found('mug')).toEqual([])
    expect(await api.ok('owner', 'DELETE', `${place}?all=true`)).toEqual({ removed: 2 })
  })

  test('is read page by page, in the order of names', async () => {
    const products = ['e', 'b', 'd', 'a', 'c'].map(id => article(id, `Vase ${id}`))
    await api.ok('owner', 'POST', place, { products })
    const names: string[] = []
    for (let after = ''; ; ) {
      const page = await api.ok('owner', 'GET', `${place}?search=vase&limit=2${after}`)
      names.push(...page.data.map((one: any) => one.id))
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('replaces an article as a whole when it is fed in again', async () => {
    await api.ok('owner', 'PUT', place, { products: [article('lamp', 'Desk lamp', { vendor: 'Nordtuch' })] })
    await api.ok('owner', 'PUT', place, { products: [article('lamp', 'Brass lamp')] })
    const { data } = await api.ok('owner', 'GET', `${place}?search=lamp`)
    expect(data).toMatchObject([{ id: 'lamp', title: 'Brass lamp', vendor: null }])
  })

  test.each([
    ['two variants of one id', { variants: [variant('x'), variant('x')] }],
    [
      'two prices in one currency',
      {
        variants: [
          variant('x', {
            prices: [
              { amount_minor: 1, currency: 'EUR' },
              { amount_minor: 2, currency: 'EUR' },
            ],
          }),
        ],
      },
    ],
  ])('is refused with %s', async (_why, more) => {
    const { status, body } = await api.call('owner', 'PUT', place, { products: [article('x', 'X', more)] })
    expect([status, body.code]).toEqual([400, 'invalid'])
  })

  test('is fed in by those who may change the shop, and belongs to it alone', async () => {
    const body = { products: [article('x', 'X')] }
    expect((await api.call('agent', 'PUT', place, body)).status).toBe(403)
    expect((await api.call('shopper', 'GET', place)).status).toBe(403)
    expect((await api.call('stranger', 'PUT', place, body)).status).toBe(404)
    expect((await api.call('stranger', 'GET', place)).status).toBe(404)
    expect((await api.call('owner', 'DELETE', place)).status).toBe(400)
  })
})
