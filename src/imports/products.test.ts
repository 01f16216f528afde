import { describe, expect, test } from 'vitest'
import type { Currency } from '../core/money.ts'
import { readProducts } from './products.ts'

const HEAD =
  'Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Status'

async function read(...rows: string[]) {
  const all = []
  const lines = [HEAD, ...rows].join('\n')
  for await (const one of readProducts([Buffer.from(lines)] as never, { currency: 'EUR' as Currency })) all.push(one)
  return all
}

describe('Shopify’s product export', () => {
  test('has one row per variant; further pictures have rows of their own', async () => {
    const [shirt, mug] = await read(
      'linen-shirt,Linen shirt,Linnea,clothing,Colour,White,Size,M,SHIRT-W-M,shopify,4,deny,49.90,https://cdn.example.com/a.jpg,active',
      'linen-shirt,,,,,White,,L,SHIRT-W-L,shopify,-2,deny,49.90,,',
      'linen-shirt,,,,,,,,,,,,,https://cdn.example.com/b.jpg,',
      'mug,Mug,,,Title,Default Title,,,,,7,deny,14.50,,active',
    )
    expect(shirt).toMatchObject({
      kind: 'product',
      from: 2,
      to: 4,
      product: {
        id: 'linen-shirt',
        type: 'clothing',
        image: 'https://cdn.example.com/a.jpg',
        variants: [
          {
            id: 'SHIRT-W-M',
            title: 'White / M',
            options: [
              { name: 'Colour', value: 'White' },
              { name: 'Size', value: 'M' },
            ],
            prices: [{ amountMinor: 4990, currency: 'EUR' }],
            stock: 4,
          },
          { id: 'SHIRT-W-L', stock: 0 },
        ],
      },
    })
    expect(mug).toMatchObject({
      product: { id: 'mug', variants: [{ id: 'mug', title: null, options: [], stock: null }] },
    })
  })

  test('what is sold without being counted is never sold out', async () => {
    const [one] = await read('tote,Tote,,,,,,,TOTE,shopify,0,continue,24.00,,active')
    expect(one).toMatchObject({ product: { variants: [{ stock: null }] } })
  })

  test('two variants with one article number stay two', async () => {
    const [one] = await read('sock,Sock,,,Size,M,,,SOCK,,,,5.00,,', 'sock,,,,,L,,,SOCK,,,,5.00,,')
    expect(one).toMatchObject({ product: { variants: [{ id: 'SOCK' }, { id: 'SOCK/L' }] } })
  })

  test('drafts are passed over, and a row that cannot be read spoils its article alone', async () => {
    const all = await read(
      'old,Old hat,,,,,,,HAT,,,,10.00,,draft',
      'bad,Bad vase,,,,,,,VASE,,,,about ten,,active',
      'none,,,,,,,,X,,,,1.00,,active',
      'good,Good vase,,,,,,,VASE-2,,,,10.00,,active',
    )
    expect(all.map(({ kind }) => kind)).toEqual(['passed', 'bad', 'bad', 'product'])
    expect(all[1]).toMatchObject({ line: 3, reason: expect.stringContaining('about ten') })
  })

  test('another file is named as such', async () => {
    const all = []
    for await (const one of readProducts([Buffer.from('a,b\n1,2')] as never, { currency: 'EUR' as Currency }))
      all.push(one)
    expect(all).toEqual([
      { kind: 'bad', line: 1, reason: 'This is not Shopify’s product export; it lacks handle, title, variant price.' },
    ])
  })
})
