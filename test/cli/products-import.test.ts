import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openKit } from '../kit/desk.ts'
import { findProducts } from '../../src/db/products.ts'
import { backhaul, urlOf } from './in-process.ts'
import { folder } from './kit.ts'

const kit = await openKit()
const root = await folder()
const environment = { DATABASE_URL: urlOf(kit.database.target), BACKHAUL_FILES: join(root, 'files') }

const importing = (file: string, ...more: string[]) =>
  backhaul(['products', 'import', join(root, file), '--org', kit.shop.name, ...more], environment)
const known = async () =>
  (await findProducts(kit.desk.db, kit.org, kit.shop.id, { words: [], limit: 50 })).map(({ product }) => product.id)

const CSV = [
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status',
  'shirt,Linen shirt,Size,M,SHIRT-M,49.90,active',
  'shirt,,,L,SHIRT-L,49.90,',
  'vase,Tall vase,,,VASE,much,active',
]

beforeAll(async () => {
  await writeFile(join(root, 'products.csv'), CSV.join('\n'))
  const prices = [{ amount_minor: 2400, currency: 'EUR' }]
  const lines = [
    { id: 'tote', title: 'Canvas tote', variants: [{ id: 't', sku: 'TOTE', prices }] },
    { id: 'none', title: 'Nothing', variants: [] },
  ]
  await writeFile(join(root, 'products.jsonl'), [...lines.map(line => JSON.stringify(line)), '{broken'].join('\n'))
})

describe('products import', () => {
  test('a rehearsal says what is wrong and feeds nothing in', async () => {
    const answer = await importing('products.csv', '--dry-run', '--json')
    expect([answer.code, answer.json]).toEqual([3, { kept: 1, bad: 1, passed: 0 }])
    expect(await known()).toEqual([])
  })

  test('feeds Shopify’s export in and names the row that cannot be read', async () => {
    const answer = await importing('products.csv')
    expect([answer.code, answer.stdout]).toEqual([
      3,
      'Articles fed in: 1. Not readable: 1. Not sold at the moment: 0.\n',
    ])
    expect(answer.stderr).toContain('Line 4: "much"')
    expect(await known()).toEqual(['shirt'])
  })

  test('reads JSON lines in the words of the API', async () => {
    const answer = await importing('products.jsonl', '--json')
    expect([answer.code, answer.json]).toEqual([3, { kept: 1, bad: 2, passed: 0 }])
    expect(answer.stderr).toMatch(/Line 2: variants: .*\n/)
    expect(answer.stderr).toContain('Line 3: This line is no JSON.')
    expect(await known()).toEqual(['tote', 'shirt'])
  })

  test('a file that is not there, and a currency nobody knows', async () => {
    expect((await importing('nothing.csv')).code).toBe(1)
    expect((await importing('products.csv', '--currency', 'ZZZ')).code).toBe(2)
  })
})
