/** An upgrade without closing the shop: the tables grow under servers of the version before, while people are served. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import type { OrgId } from '../src/core/ids.ts'
import { MIGRATIONS, migrate, pendingMigrations } from '../src/db/migrate.ts'
import { insertOrg } from '../src/db/orgs.ts'
import { query } from '../src/db/pool.ts'
import { sql } from '../src/db/statement.ts'
import { transaction } from '../src/db/transaction.ts'
import { SCOPES_OF } from '../src/desk/caller.ts'
import { writeKey } from '../src/desk/keys.ts'
import { type Running, startServer } from '../src/server.ts'
import { urlOf } from './cli/in-process.ts'
import { freshDatabase } from './kit/database.ts'
import { MAJA, orderOf, paid } from './kit/story.ts'

const folder = await mkdtemp(join(tmpdir(), 'backhaul-upgrade-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const { target, open } = await freshDatabase()
const config = readConfig({
  DATABASE_URL: urlOf(target),
  BACKHAUL_DATA: folder,
  PORT: '0',
  BACKHAUL_RATE_LIMIT: 'off',
  BACKHAUL_PAYMENTS: 'simulated',
})

const lines: string[] = []
const logger = pino({ level: 'info' }, { write: line => void lines.push(line) })

/** What the next version would bring: a column in every table, a table, an index beside the traffic, and a removal the version before can live with. */
async function nextVersion(): Promise<string> {
  const path = join(folder, 'migrations')
  await cp(MIGRATIONS, path, { recursive: true })
  const { rows } = await query<{ name: string }>(
    await open(),
    sql`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration' order by 1`,
  )
  const columns = rows.map(({ name }) => `alter table ${name} add column of_next_version text;`)
  await writeFile(
    join(path, '9997-next-version.sql'),
    `${columns.join('\n')}\ncreate table next_version (org_id uuid not null, id uuid not null, primary key (org_id, id));`,
  )
  await writeFile(
    join(path, '9998-next-index.sql'),
    '-- outside a transaction\ncreate index concurrently if not exists returns_next on returns (org_id, of_next_version);',
  )
  await writeFile(
    join(path, '9999-next-removal.sql'),
    '-- needs: 0001-spine\nalter table returns drop column of_next_version;',
  )
  return path
}

async function found({ desk }: Running) {
  const org = desk.fresh<OrgId>()
  await insertOrg(desk.db, { id: org, name: 'Linnea', createdAt: desk.now() })
  const wish = { name: 'Key', role: 'owner', scopes: SCOPES_OF.owner, shops: null } as const
  return { key: (await writeKey(desk.db, desk, org, wish)).secret }
}

type Asked = { what: string; status: number; problem?: string }

/** One customer after the other, each from order to refund, over whichever server is named. */
class Crowd {
  readonly answers: Asked[] = []
  readonly #key: string
  #closed = false
  #customers = 0

  constructor(key: string) {
    this.#key = key
  }

  async #ask(url: string, method: string, path: string, body?: object): Promise<any> {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const said = (await answer.json()) as { code?: string; detail?: string }
    const what = `${method} ${path.replaceAll(/[\da-f-]{36}/g, ':id')}`
    this.answers.push({ what, status: answer.status, ...(!answer.ok && { problem: said.detail }) })
    return said
  }

  async oneCustomer(url: string, shop: string): Promise<void> {
    const name = `order-${++this.#customers}`
    const order = await this.#ask(
      url,
      'PUT',
      `/v1/shops/${shop}/orders/${name}`,
      orderOf(MAJA, [{ external_id: 'l1', title: 'Shirt', quantity: 2, unit_price: { amount_minor: 5000 } }], {
        number: name,
        payments: [paid(`pay-${name}`, 10_000)],
      }),
    )
    const ret = await this.#ask(url, 'POST', '/v1/returns', {
      order_id: order.id,
      override: 'For old times’ sake',
      items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'too_small' } }],
    })
    const path = `/v1/returns/${ret.id}`
    await this.#ask(url, 'POST', `${path}/approve`, {})
    await this.#ask(url, 'POST', `${path}/message`, { text: 'When will the courier come?', to: 'shopper' })
    await this.#ask(url, 'POST', `${path}/receive`, {
      key: name,
      source: 'dock',
      lines: [{ item_id: ret.items[0].id, quantity: 1, gradings: [{ grade: 'a', quantity: 1 }] }],
    })
    await this.#ask(url, 'POST', `${path}/refund`, {})
    for (const read of [path, `${path}/events`, `/v1/returns?shop=${shop}`, '/v1/orders', '/v1/webhooks', '/v1/audit'])
      await this.#ask(url, 'GET', read)
  }

  shop(url: string): Promise<{ id: string }> {
    return this.#ask(url, 'POST', '/v1/shops', { name: 'Linnea', currency: 'EUR', time_zone: 'Europe/Berlin' })
  }

  /** Keeps coming until the shop is closed. */
  async come(url: string, shop: string): Promise<void> {
    while (!this.#closed) await this.oneCustomer(url, shop)
  }

  close(): void {
    this.#closed = true
  }
}

test('two servers of the old version serve on while the new one changes the tables', { timeout: 120_000 }, async () => {
  const servers = await Promise.all([startServer(config, { logger }), startServer(config, { logger })])
  afterAll(() => Promise.all(servers.map(server => server.stop())))
  const [first, second] = servers
  const { key } = await found(first)
  const crowd = new Crowd(key)
  const shop = (await crowd.shop(first.url)).id
  await crowd.oneCustomer(first.url, shop)
  await crowd.oneCustomer(second.url, shop)

  const serving = Promise.all([crowd.come(first.url, shop), crowd.come(second.url, shop), crowd.come(second.url, shop)])
  const pool = await open()
  const next = await nextVersion()
  // Somebody reads for long and would keep the migration waiting, and everybody behind it.
  const { promise: read, resolve: hasRead } = Promise.withResolvers<void>()
  const reader = transaction(pool, async tx => {
    await tx.query(sql`select count(*) from returns`)
    await read
  })
  const upgraded = migrate(pool, next, { lockWaitMs: 100 })
  const servedBefore = crowd.answers.length
  await expect.poll(() => crowd.answers.length - servedBefore, { timeout: 60_000 }).toBeGreaterThan(20)
  expect(await pendingMigrations(pool, next)).toHaveLength(3)
  hasRead()
  await reader
  expect(await upgraded).toEqual(['9997-next-version', '9998-next-index', '9999-next-removal'])

  const servedAfter = crowd.answers.length
  await expect.poll(() => crowd.answers.length - servedAfter, { timeout: 60_000 }).toBeGreaterThan(20)
  crowd.close()
  await serving
  expect(crowd.answers.filter(({ status }) => status >= 300)).toEqual([])
  expect(lines.filter(line => JSON.parse(line).level >= 50)).toEqual([])

  // One of the old version that starts only now works as well, and says what it found.
  const late = await startServer(config, { logger })
  afterAll(() => late.stop())
  const visitors = new Crowd(key)
  await visitors.oneCustomer(late.url, shop)
  expect(visitors.answers.filter(({ status }) => status >= 300)).toEqual([])
  expect(lines.join('')).toMatch(
    /brought up to date by a newer version \(9997-next-version, 9998-next-index, 9999-next-removal\)/,
  )
})
