import { access, copyFile, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { as, type OrgId } from '../../src/core/ids.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { Shop } from '../../src/core/shop.ts'
import type { Instant } from '../../src/core/time.ts'
import type { Desk } from '../../src/desk/desk.ts'
import type { Page } from '../../src/desk/look.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { listOrders } from '../../src/desk/orders.ts'
import { createShop } from '../../src/desk/shops.ts'
import { found, kept, ownerOf } from '../../src/sandbox/shop.ts'
import { freshDatabase } from '../kit/database.ts'
import { backhaul, urlOf } from './in-process.ts'
import { folder, start } from './kit.ts'

const { pool, target } = await freshDatabase()
const environment = { DATABASE_URL: urlOf(target) }
const root = await folder()
const SAMPLES = resolve(import.meta.dirname, '../samples')

const org = as<OrgId>('0198c1f2-7a53-7c11-9d10-6d1d3f5b2a77')
let desk: Desk

beforeAll(async () => {
  desk = await openDesk(pool, {} as Parameters<typeof openDesk>[1])
  await found(desk, { id: org, organisation: 'Linnea', shop: 'Linnea', handle: 'linnea' })
})

/** A shop of its own, so that tests do not meet. */
let shops = 0
const newShop = async (): Promise<Shop> =>
  kept(await createShop(desk, ownerOf(org), { name: `Shop ${++shops}`, currency: 'EUR' as Shop['currency'] }), 'A shop')
    .shop

const ordersOf = async (shop: Shop): Promise<string[]> => {
  const ids: string[] = []
  for (let after: { at: Instant; id: string } | null = null; ; ) {
    const page: Page<Order> = kept(
      await listOrders(desk, ownerOf(org), { shops: [shop.id], limit: 99, ...(after && { after }) }),
      'The orders',
    )
    ids.push(...page.rows.map(order => order.refs.externalId))
    after = page.next
    if (after === null) return ids
  }
}

/** A copy, because rejects and notes are written beside it. */
async function sample(name: string): Promise<string> {
  const path = join(root, `${shops}-${name}`)
  await copyFile(join(SAMPLES, name), path)
  return path
}

const importing = (file: string, shop: Shop, ...more: string[]) =>
  backhaul(['orders', 'import', file, '--shop', shop.name, '--json', ...more], environment)

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

describe.each([
  'backhaul-orders.csv',
  'orders.jsonl',
  'shopify-orders.csv',
  'woocommerce-orders.csv',
  'woocommerce-orders-one-row.csv',
  'woocommerce-orders-titled.csv',
])('%s', name => {
  test('enters, and entering it again changes nothing', async () => {
    const shop = await newShop()
    const file = await sample(name)
    const first = await importing(file, shop)
    expect(first.json).toMatchObject({ updated: 0, unchanged: 0, interrupted: false })
    expect(first.json.created).toBeGreaterThan(0)
    expect(await ordersOf(shop)).toHaveLength(first.json.created)
    expect(first.code).toBe(first.json.rejected > 0 ? 3 : 0)

    const again = await importing(file, shop)
    expect(again.json).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: first.json.created,
      rejected: first.json.rejected,
    })
    expect(await exists(`${file}.import.json`)).toBe(false)
  })
})

describe('rows that cannot be entered', () => {
  test('are named by line and reason, and can be mended and imported again', async () => {
    const shop = await newShop()
    const file = await sample('broken.csv')
    const { code, json } = await importing(file, shop)
    expect(code).toBe(3)
    expect(json.rejects[0]).toMatchObject({ line: 3, reason: expect.any(String) })
    const [header, ...rows] = (await readFile(json.rejects_file, 'utf8')).trimEnd().split('\n')
    expect(header).toBe((await readFile(file, 'utf8')).split('\n')[0])
    expect(rows[0]).toContain('half-piece')
    expect((await readFile(`${file}.rejects.txt`, 'utf8')).split('\n')[0]).toMatch(/^Line 3: /)

    const mended = join(root, 'mended.csv')
    await writeFile(mended, `${header}\n${(rows[0] as string).replace('1.5', '2')}\n`)
    expect((await importing(mended, shop)).json).toMatchObject({ created: 1, rejected: 0, rejects_file: null })
    expect(await ordersOf(shop)).toContain('half-piece')
  })

  test('a dry run names them and enters nothing', async () => {
    const shop = await newShop()
    const file = await sample('broken.csv')
    const { code, json } = await importing(file, shop, '--dry-run')
    expect({ code, rejects: json.rejects_file }).toEqual({ code: 3, rejects: null })
    expect(json.created).toBeGreaterThan(0)
    expect(await ordersOf(shop)).toEqual([])
    expect(await exists(`${file}.rejects.csv`)).toBe(false)
  })

  test('an order the core refuses is rejected like a row that cannot be read', async () => {
    const shop = await newShop()
    const file = join(root, 'refused.jsonl')
    const line = (id: string, total: number) =>
      JSON.stringify({
        external_id: id,
        placed_at: '2026-03-01T09:00:00Z',
        currency: 'EUR',
        taxes_included: true,
        lines: [{ external_id: '1', title: 'Mug', quantity: 1, unit_price: '10.00' }],
        total: { amount_minor: total },
      })
    await writeFile(file, `${line('fits', 1000)}\n${line('does-not-fit', 9999)}\n`)
    const { code, json } = await importing(file, shop)
    expect({ code, created: json.created, rejects: json.rejects }).toEqual({
      code: 3,
      created: 1,
      rejects: [{ line: 2, to: 2, reason: expect.any(String), path: expect.any(String) }],
    })
    expect((await readFile(`${file}.rejects.jsonl`, 'utf8')).trim()).toBe(line('does-not-fit', 9999))
  })

  test('a file that is no export at all is said to be none', async () => {
    const file = join(root, 'letter.csv')
    await writeFile(file, 'Dear Maja,\nthank you.\n')
    const { code, stderr } = await backhaul(['orders', 'import', file, '--shop', 'Linnea'], environment)
    expect(code).toBe(1)
    expect(stderr).toContain('is not the header of an order export')
  })

  test('people are told in sentences', async () => {
    const shop = await newShop()
    const file = await sample('broken.csv')
    const { stdout, stderr } = await backhaul(['orders', 'import', file, '--shop', shop.name], environment)
    expect(stderr).toMatch(/^Line 3: /)
    expect(stdout).toMatch(/\d+ {2}new\n/)
    expect(stdout).toContain(`Mend them and run: backhaul orders import ${file}.rejects.csv`)
  })
})

describe('an import that stops', () => {
  const ORDERS = 900
  const order = (n: number): string =>
    JSON.stringify({
      external_id: `L-${n}`,
      placed_at: '2026-03-01T09:00:00Z',
      currency: n % 100 === 7 ? 'NOPE' : 'EUR',
      taxes_included: true,
      lines: [{ external_id: '1', title: 'Mug', quantity: 1, unit_price: '10.00' }],
    })

  const long = async (name: string): Promise<string> => {
    const file = join(root, name)
    await writeFile(file, Array.from({ length: ORDERS }, (_, n) => `${order(n)}\n`).join(''))
    return file
  }

  const untilNoted = async (file: string): Promise<void> => {
    while (!(await exists(`${file}.import.json`))) await pause(5)
  }

  test.each([['SIGKILL'], ['SIGINT']] as const)('by %s goes on where it was and loses nothing', async signal => {
    const shop = await newShop()
    const file = await long(`${signal}.jsonl`)
    const runs = start(['orders', 'import', file, '--shop', shop.name], environment)
    await untilNoted(file)
    runs.child.kill(signal)
    const ended = await runs.ended
    if (signal === 'SIGINT') {
      expect(ended.code).toBe(130)
      expect(ended.stderr).toContain(`go on with: backhaul orders import ${file} --resume`)
    }
    const { after } = JSON.parse(await readFile(`${file}.import.json`, 'utf8')) as { after: number }
    expect(after).toBeLessThan(ORDERS)

    const { code, json } = await importing(file, shop, '--resume')
    expect(code).toBe(3)
    expect(json).toMatchObject({ rejected: 9, last_line: ORDERS })
    expect(json.created + json.unchanged).toBe(ORDERS - 9)
    expect(new Set(await ordersOf(shop)).size).toBe(ORDERS - 9)
    expect((await readFile(`${file}.rejects.jsonl`, 'utf8')).trimEnd().split('\n')).toEqual(
      Array.from({ length: 9 }, (_, n) => order(n * 100 + 7)),
    )
    expect(await exists(`${file}.import.json`)).toBe(false)
  })

  test('cannot be resumed with another file or for another shop', async () => {
    const shop = await newShop()
    const file = await long('changed.jsonl')
    const runs = start(['orders', 'import', file, '--shop', shop.name], environment)
    await untilNoted(file)
    runs.child.kill('SIGINT')
    await runs.ended
    const other = await newShop()
    expect(await importing(file, other, '--resume')).toMatchObject({
      code: 1,
      json: { error: expect.stringContaining('was for another shop') },
    })
    await writeFile(file, `${order(0)}\n`)
    expect(await importing(file, shop, '--resume')).toMatchObject({
      code: 1,
      json: { error: expect.stringContaining('is not the file whose import stopped') },
    })
  })

  test('resuming what never began begins', async () => {
    const shop = await newShop()
    const file = await sample('orders.jsonl')
    const { stderr, json } = await importing(file, shop, '--resume')
    expect(stderr).toContain('starts at the beginning')
    expect(json.file).toContain(basename(file))
    expect(json.created).toBeGreaterThan(0)
  })
})
