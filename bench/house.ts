/** A house to measure, in a folder of its own: a database, a desk on it for the bare loops, and if wished a real server in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { OrgId } from '../src/core/ids.ts'
import type { Currency } from '../src/core/money.ts'
import type { Order } from '../src/core/order/order.ts'
import { refused } from '../src/core/refusal.ts'
import type { Shop } from '../src/core/shop.ts'
import { type Database, openDatabase } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'
import { insertOrg } from '../src/db/orgs.ts'
import { transaction } from '../src/db/transaction.ts'
import { type Caller, SCOPES_OF } from '../src/desk/caller.ts'
import type { Desk } from '../src/desk/desk.ts'
import { writeKey } from '../src/desk/keys.ts'
import { openDesk } from '../src/desk/open-desk.ts'
import { enterOne } from '../src/desk/orders.ts'
import { foundShop } from '../src/desk/shops.ts'
import { openStore } from '../src/files/store.ts'

export type House = {
  desk: Desk
  database: Database
  folder: string
  org: OrgId
  shop: Shop
  owner: Caller
  /** An order that entered the ordinary way, to make copies of: one line of two pieces, delivered and paid. */
  template: Order
  /** Of the server; empty without one. */
  url: string
  key: string
  /** What the server's process has in memory. */
  residentMb: () => Promise<number>
  close: () => Promise<void>
}

/** `server`: none; one that only serves; one that does what goes by itself as well, as most installations have it. */
export type HouseOptions = { server?: 'none' | 'serves' | 'works' }

const CLIENTS = 8

export async function openHouse({ server: wish = 'none' }: HouseOptions): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'backhaul-bench-'))
  // Filling tables takes longer than any statement of the house may.
  const pool = { statementTimeoutMs: 0 }
  const database = await openDatabase({ dataDir: join(folder, 'postgres'), poolSize: CLIENTS + 2, pool })
  await migrate(database.pool)
  const desk = await openDesk(database.pool, await openStore({ kind: 'folder', path: join(folder, 'files') }))
  const org = desk.fresh<OrgId>()
  await insertOrg(desk.db, { id: org, name: 'Bench', createdAt: desk.now() })
  const shop = await transaction(desk.db, tx =>
    foundShop(tx, desk, org, { name: 'Bench', currency: 'EUR' as Currency }),
  )
  const { secret: key } = await writeKey(desk.db, desk, org, { name: 'bench', role: 'owner' })
  const owner: Caller = {
    org,
    actor: { role: 'owner', id: null, name: 'Bench', via: 'api', email: null },
    scopes: new Set(SCOPES_OF.owner),
    shops: null,
    orders: null,
  }
  const template = await orderTemplate(desk, owner, shop)
  const server = wish === 'none' ? null : await startServer(folder, wish)
  return {
    desk,
    database,
    folder,
    org,
    shop,
    owner,
    template,
    url: server?.url ?? '',
    key,
    residentMb: () => residentMb(server?.child.pid ?? 0),
    async close() {
      if (server) await ended(server.child)
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Server = { child: ChildProcess; url: string }

async function startServer(folder: string, wish: 'serves' | 'works'): Promise<Server> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', 'bin/backhaul.js', 'start', '--empty', '--port', String(port), '--data', folder],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        BACKHAUL_RATE_LIMIT: 'off',
        BACKHAUL_LOG_LEVEL: 'warn',
        BACKHAUL_JOBS: wish === 'works' ? 'on' : 'off',
        BACKHAUL_WEBHOOKS_PRIVATE: 'allow',
      },
    },
  )
  child.stderr?.pipe(process.stderr)
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 400; attempt++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return { child, url }
    if (child.exitCode !== null) throw new Error('The server did not start.')
    await pause(50)
  }
  throw new Error('The server did not become ready within twenty seconds.')
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // That it stops is nothing to tell.
  child.stderr?.unpipe(process.stderr).resume()
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function orderTemplate(desk: Desk, owner: Caller, shop: Shop): Promise<Order> {
  const entered = await enterOne(desk, owner, shop.id, {
    externalId: 'template',
    number: 'T1',
    placedAt: desk.now(),
    currency: 'EUR' as Currency,
    taxesIncluded: true,
    customer: { firstName: 'Maja', lastName: 'Lund', emails: ['maja@example.com'] },
    country: 'DE',
    shipping: { name: 'Maja Lund', street1: 'Lindenweg 4', city: 'Berlin', postalCode: '10115', country: 'DE' },
    lines: [
      {
        externalId: 'l1',
        title: 'Shirt',
        sku: 'SHIRT-M',
        quantity: 2,
        unitPrice: { amountMinor: 4990 },
        taxes: [{ title: 'VAT', ratePpm: 190_000 }],
      },
    ],
    freight: { price: { amountMinor: 490 } },
    payments: [{ externalId: 'pay', kind: 'card', gateway: 'simulated', captured: { amountMinor: 10_470 } }],
    fulfilments: [
      { externalId: 'f1', lines: [{ line: 'l1', quantity: 2 }], sentAt: desk.now(), deliveredAt: desk.now() },
    ],
  })
  if (refused(entered)) throw new Error(JSON.stringify(entered))
  return entered.order
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
