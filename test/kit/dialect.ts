/** A platform's door in memory over a real desk, with a client of a shop and one of a stranger. */
import { afterAll, expect } from 'vitest'
import { linkMaker } from '../../src/api/links.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Shop } from '../../src/core/shop.ts'
import { transaction } from '../../src/db/transaction.ts'
import { issueCredential } from '../../src/desk/credentials.ts'
import type { NewClient } from '../../src/desk/platforms.ts'
import { openDialects, PLATFORMS } from '../../src/dialects/index.ts'
import { type DialectHouse, type DialectName, DIALECT_NAMES } from '../../src/dialects/dialect.ts'
import { type App, createApp } from '../../src/http/app.ts'
import { type DeskKit, openKit } from './desk.ts'
import type { Exchange } from './golden.ts'

export type DialectKit = DeskKit & {
  app: App
  /** What each platform's client of the shop was given, by platform. */
  clients: Record<DialectName, NewClient>
  /** The same for a shop of another organisation. */
  strangers: Record<DialectName, NewClient>
  strange: Awaited<ReturnType<DeskKit['stranger']>>
  /** One more client of a shop. */
  client: (dialect: DialectName, wish?: Record<string, unknown>, shop?: Shop) => Promise<NewClient>
  /** Sends and gives back both sides as they went over the wire. A fault of ours fails the test. */
  send: (request: Sent) => Promise<Exchange & { json: any }>
}

export type Sent = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers?: Record<string, string>
  /** Sent as it is when it is text or bytes, else as JSON. */
  body?: unknown
}

export async function openDialectKit(
  wish: Partial<Shop> = {},
  house: Partial<Pick<DialectHouse, 'rates'>> = {},
): Promise<DialectKit> {
  const kit = await openKit(wish, { counted: true })
  const app = await createApp()
  const faults: string[] = []
  app.addHook(
    'onError',
    async (_request, _reply, fault: Error & { statusCode?: number }) =>
      void ((fault.statusCode ?? 500) >= 500 && faults.push(fault.stack ?? String(fault))),
  )
  await openDialects(app, {
    desk: kit.desk,
    links: linkMaker(kit.desk),
    origin: () => 'https://returns.example.com',
    rates: 'off',
    ...house,
  })
  await app.ready()
  afterAll(() => app.close())

  const client: DialectKit['client'] = async (dialect, choice = {}, shop = kit.shop) => {
    const made = PLATFORMS.find(({ name }) => name === dialect)?.newClient(shop, choice)
    if (made === undefined || refused(made)) throw new Error(`No client of ${dialect}: ${JSON.stringify(made)}`)
    await transaction(kit.desk.db, tx =>
      issueCredential(tx, kit.desk, { org: shop.org, shop: shop.id, dialect, ...made }),
    )
    return made
  }
  const strange = await kit.stranger()
  const clients = {} as DialectKit['clients']
  const strangers = {} as DialectKit['strangers']
  for (const name of DIALECT_NAMES) {
    clients[name] = await client(name, name === 'shopflix' ? { username: 'owner@example.com' } : {})
    strangers[name] = await client(name, name === 'shopflix' ? { username: 'other@example.com' } : {}, strange.shop)
  }

  const send: DialectKit['send'] = async ({ method = 'GET', url, headers = {}, body }) => {
    const payload =
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    const sent = {
      ...(payload !== undefined && !headers['content-type'] && { 'content-type': 'application/json' }),
      ...headers,
    }
    const reply = await app.inject({ method, url, headers: sent, ...(payload !== undefined && { payload }) } as never)
    expect(faults.splice(0), 'faults').toEqual([])
    const isJson = String(reply.headers['content-type'] ?? '').includes('json') && reply.body !== ''
    return {
      request: {
        method,
        url,
        headers: sent,
        body: payload === undefined ? null : String(payload),
      },
      reply: { status: reply.statusCode, headers: textOf(reply.headers), body: reply.body },
      json: isJson ? reply.json() : null,
    }
  }
  return { ...kit, app, clients, strangers, strange, client, send }
}

const textOf = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
