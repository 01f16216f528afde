/** A desk over a real database with a clock that tests move, one shop, and a caller for every role. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { as, type OrgId, type ReturnId } from '../../src/core/ids.ts'
import type { Currency } from '../../src/core/money.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { OrderInput } from '../../src/core/order/order-input.ts'
import type { Role } from '../../src/core/party.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Command } from '../../src/core/return/commands.ts'
import type { Return } from '../../src/core/return/return.ts'
import type { Shop } from '../../src/core/shop.ts'
import { epochMs, type Instant, instantOf } from '../../src/core/time.ts'
import { insertOrg } from '../../src/db/orgs.ts'
import { transaction } from '../../src/db/transaction.ts'
import { type Acted, type ActOptions, act } from '../../src/desk/act.ts'
import { type Caller, SCOPES_OF } from '../../src/desk/caller.ts'
import type { Desk } from '../../src/desk/desk.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { enterOne } from '../../src/desk/orders.ts'
import { foundShop } from '../../src/desk/shops.ts'
import { FORMAT_TERMS, PLATFORMS } from '../../src/dialects/index.ts'
import { openStore } from '../../src/files/store.ts'
import { EUR } from './cast.ts'
import { countedIds } from './counted.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

export type DeskKit = {
  desk: Desk
  database: TestDatabase
  org: OrgId
  shop: Shop
  clock: { now: Instant; forward: (hours: number) => void }
  as: (role: Role, more?: Partial<Caller>) => Caller
  /** Enters an order and gives it back; delivered and paid unless said otherwise. */
  order: (more?: Partial<OrderInput>) => Promise<Order>
  /** Files a return of the order's first line and gives it back. */
  file: (
    order: Order,
    quantity?: number,
    more?: Partial<Extract<Command, { verb: 'submit' }>>,
    role?: Role,
  ) => Promise<Return>
  /** Acts and must succeed. */
  act: (ret: Return | ReturnId, command: Command | Command[], role?: Role, options?: ActOptions) => Promise<Acted>
  /** Another organisation with a shop of its own. */
  stranger: () => Promise<{ org: OrgId; shop: Shop; as: (role: Role) => Caller }>
}

/** `counted`: ids, codes and the house's secret are the same in every run, so that what is said can be compared byte for byte. */
export type KitOptions = { counted?: boolean }

export async function openKit(wish: Partial<Shop> = {}, { counted = false }: KitOptions = {}): Promise<DeskKit> {
  const database = await freshDatabase({ max: 12 })
  const folder = await mkdtemp(join(tmpdir(), 'backhaul-files-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const clock = {
    now: '2026-03-10T12:00:00.000Z' as Instant,
    forward: (hours: number) => {
      clock.now = instantOf(epochMs(clock.now) + hours * 3_600_000)
    },
  }
  const desk = await openDesk(database.pool, await openStore({ kind: 'folder', path: folder }), {
    now: () => clock.now,
    platforms: PLATFORMS,
    formats: FORMAT_TERMS,
    ...(counted && countedIds()),
  })
  const { org, shop } = await found(desk, 'Linnea', wish)
  const kit: DeskKit = {
    desk,
    database,
    org,
    shop,
    clock,
    as: (role, more = {}) => callerFor(org, role, more),

    async order(more = {}) {
      const entered = await enterOne(desk, callerFor(org, 'owner'), shop.id, anInput(more))
      if (refused(entered)) throw new Error(`${entered.code}: ${JSON.stringify(entered.detail)}`)
      return entered.order
    },

    async file(order, quantity = 1, more = {}, role = 'shopper') {
      const line =
        order.lines.find(known => known.kit === null && known.paid.presentment.amountMinor > 0) ?? order.lines[0]
      const command: Command = {
        verb: 'submit',
        items: [{ line: line?.id ?? as(''), quantity, reason: { code: 'too_small' } }],
        ...more,
      }
      const acted = await act(desk, callerFor(org, role), { order: order.id }, [command])
      if (refused(acted)) throw new Error(`${acted.code}: ${JSON.stringify(acted.detail)}`)
      return acted.ret
    },

    async act(ret, command, role = 'agent', options = {}) {
      const acted = await act(
        desk,
        callerFor(org, role),
        { ret: typeof ret === 'string' ? ret : ret.id },
        Array.isArray(command) ? command : [command],
        options,
      )
      if (refused(acted)) throw new Error(`${acted.code}: ${JSON.stringify(acted.detail)}`)
      return acted
    },

    async stranger() {
      const other = await found(desk, 'Somebody else', {})
      return { ...other, as: role => callerFor(other.org, role) }
    },
  }
  return kit
}

async function found(desk: Desk, name: string, wish: Partial<Shop>): Promise<{ org: OrgId; shop: Shop }> {
  const org = desk.fresh<OrgId>()
  await insertOrg(desk.db, { id: org, name, createdAt: desk.now() })
  const shop = await transaction(desk.db, tx =>
    foundShop(tx, desk, org, { name, currency: EUR, timeZone: 'Europe/Berlin', bench: 'arbiter', ...wish }),
  )
  return { org, shop }
}

const callerFor = (org: OrgId, role: Role, more: Partial<Caller> = {}): Caller => ({
  org,
  actor: { role, id: as(`test-${role}`), name: `The ${role}`, via: 'api', email: null },
  scopes: new Set(SCOPES_OF[role]),
  shops: null,
  orders: null,
  ...more,
})

/** Two shirts at 50.00 without tax, one order, delivered on 5 March, paid by card. */
export function anInput(more: Partial<OrderInput> = {}): OrderInput {
  const externalId = more.externalId ?? randomUUID()
  return {
    externalId,
    number: externalId.slice(0, 6),
    placedAt: '2026-03-01T09:00:00.000Z' as Instant,
    currency: 'EUR' as Currency,
    taxesIncluded: true,
    customer: { firstName: 'Maja', lastName: 'Lund', emails: ['maja@example.com'] },
    country: 'DE',
    shipping: { name: 'Maja Lund', street1: 'Lindenweg 4', city: 'Berlin', postalCode: '10115', country: 'DE' },
    lines: [{ externalId: 'l1', title: 'Shirt', sku: 'SHIRT-M', quantity: 2, unitPrice: { amountMinor: 5000 } }],
    payments: [
      { externalId: `pay-${externalId}`, kind: 'card', gateway: 'simulated', captured: { amountMinor: 10_000 } },
    ],
    fulfilments: [
      {
        externalId: `f-${externalId}`,
        lines: [{ line: 'l1', quantity: 2 }],
        sentAt: '2026-03-03T09:00:00.000Z' as Instant,
        deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
      },
    ],
    ...more,
  }
}
