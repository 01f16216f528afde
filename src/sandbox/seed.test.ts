import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import type { Order } from '../core/order/order.ts'
import type { Refusal } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import { dueTasks } from '../core/return/sweeping.ts'
import { COLUMN_NAMES, COLUMNS } from '../core/return/where.ts'
import { plus } from '../core/time.ts'
import { listOrgs } from '../db/orgs.ts'
import { findCredential, nameOfKey } from '../desk/credentials.ts'
import type { Desk } from '../desk/desk.ts'
import { callerOf } from '../desk/keys.ts'
import { list, type Page } from '../desk/look.ts'
import { openDesk } from '../desk/open-desk.ts'
import { listOrders } from '../desk/orders.ts'
import { shopsFor } from '../desk/shops.ts'
import { openStore } from '../files/store.ts'
import { realChance } from './chance.ts'
import { type Secrets, seed } from './seed.ts'
import { kept } from './shop.ts'

const { pool } = await freshDatabase()
const folder = await mkdtemp(join(tmpdir(), 'backhaul-seed-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

let desk: Desk
let secrets: Secrets
let returns: Return[]
let orders: Order[]

beforeAll(async () => {
  desk = await openDesk(pool, await openStore({ kind: 'folder', path: folder }))
  secrets = await seed(desk, realChance)
  const us = kept(await callerOf(desk, secrets.keys.owner, 'api'), 'The key')
  returns = await pages(after => list(desk, us, { limit: 100, ...after }))
  orders = await pages(after => listOrders(desk, us, { limit: 100, ...after }))
})

async function pages<T>(page: (after: { after?: Next }) => Promise<Page<T> | Refusal>): Promise<T[]> {
  const rows: T[] = []
  for (let after = {}; ; ) {
    const one = kept(await page(after), 'A page')
    rows.push(...one.rows)
    if (one.next === null) return rows
    after = { after: one.next }
  }
}
type Next = NonNullable<Page<unknown>['next']>

describe('the sandbox’s returns', () => {
  test('stand in every state of every strand', () => {
    const missing = COLUMN_NAMES.flatMap(column => {
      const seen = new Set<string>(returns.map(ret => strands(ret)[column]))
      return COLUMNS[column].filter(word => !seen.has(word)).map(word => `${column}: ${word}`)
    })
    expect(missing).toEqual([])
  })

  test('are many enough to page through', () => {
    expect(returns.length).toBeGreaterThanOrEqual(30)
    expect(orders.length).toBeGreaterThanOrEqual(40)
  })

  test('are numbered in the order in which they were filed', () => {
    const bySerial = returns.toSorted((a, b) => a.serial - b.serial)
    expect(bySerial.map(ret => ret.createdAt)).toEqual(returns.map(ret => ret.createdAt).toSorted())
  })

  test('wait for nobody whose time is over already', () => {
    const now = desk.now()
    expect(returns.filter(ret => ret.updatedAt > now).map(ret => ret.number)).toEqual([])
  })

  test('stay in their states for a day, unless somebody does something', async () => {
    const us = kept(await callerOf(desk, secrets.keys.owner, 'api'), 'The key')
    const [stored] = kept(await shopsFor(desk, us), 'The shops')
    const tomorrow = plus(desk.now(), { hours: 24 })
    const moving = returns.flatMap(ret =>
      dueTasks(ret, stored!.shop, tomorrow)
        .filter(task => task.command.verb !== 'remind')
        .map(task => `${ret.number}: ${task.kind} ${task.command.verb} at ${task.until}`),
    )
    expect(moving).toEqual([])
  })
})

describe('the sandbox’s orders', () => {
  test.each(['JPY', 'KWD', 'USD', 'EUR'])('some are in %s', currency => {
    expect(orders.some(order => order.currency === currency)).toBe(true)
  })

  test.each([
    ['a discount on a line', 'discount_on_a_line'],
    ['a discount on the order', 'discount_on_the_order'],
    ['tax on top', 'tax_on_top'],
    ['a kit', 'kit'],
    ['parts on their way', 'partly_shipped'],
    ['several deliveries', 'several_deliveries'],
    ['a window that is over', 'out_of_window'],
    ['a gift', 'gift'],
    ['two payments', 'split_tender'],
    ['a marketplace that pays', 'platform_payment'],
    ['no paper', 'stand_in'],
  ])('one has %s', (_what, tag) => {
    expect(orders.filter(order => order.tags.includes(tag))).toHaveLength(1)
  })
})

describe('keys', () => {
  test.each(['owner', 'agent', 'warehouse', 'arbiter', 'shopper', 'carrier'] as const)(
    'the %s’s key speaks as one',
    async role => {
      const caller = kept(await callerOf(desk, secrets.keys[role], 'api'), 'The key')
      expect(caller.actor.role).toBe(role)
    },
  )

  test('the stranger’s key opens another organisation, which has orders of the same names', async () => {
    const them = kept(await callerOf(desk, secrets.stranger.key, 'api'), 'The key')
    const theirs = await pages(after => listOrders(desk, them, { limit: 100, ...after }))
    expect(
      theirs.map(order => order.refs.externalId).every(id => orders.some(order => order.refs.externalId === id)),
    ).toBe(true)
    expect(theirs.some(order => orders.some(ours => ours.id === order.id))).toBe(false)
  })

  test('every platform’s client of ours opens our shop, and every one of the stranger’s opens theirs', async () => {
    const [us, them] = await listOrgs(pool)
    for (const [org, clients] of [
      [us?.id, secrets.clients],
      [them?.id, secrets.stranger.clients],
    ] as const) {
      const found = await Promise.all([
        findCredential(desk, 'shopee', `${clients.shopee.partner_id}:${clients.shopee.shop_id}`),
        findCredential(desk, 'aftership', nameOfKey(clients.aftership.api_key)),
        findCredential(desk, 'shopflix', clients.shopflix.username),
        findCredential(desk, 'shopline', nameOfKey(clients.shopline.access_token)),
      ])
      expect(found.map(credential => credential?.org)).toEqual([org, org, org, org])
      expect(found[0]?.secret).toEqual(clients.shopee)
    }
  })
})
