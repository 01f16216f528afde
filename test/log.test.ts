/** What a day of work leaves in the log: one line per request, the caller's id on everything it led to, and nobody's secret or name. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import type { OrgId } from '../src/core/ids.ts'
import { insertOrg } from '../src/db/orgs.ts'
import { query } from '../src/db/pool.ts'
import { SCOPES_OF } from '../src/desk/caller.ts'
import { writeKey } from '../src/desk/keys.ts'
import { createLogger } from '../src/http/log.ts'
import { startServer } from '../src/server.ts'
import { urlOf } from './cli/in-process.ts'
import { freshDatabase } from './kit/database.ts'
import { MAJA, orderOf, paid } from './kit/story.ts'

const folder = await mkdtemp(join(tmpdir(), 'backhaul-log-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const SECRET = 'the-secret-of-this-installation-in-full'
const TOKEN = 'a-token-for-the-figures'
const { target } = await freshDatabase()
const lines: string[] = []
const destination = new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) })
const running = await startServer(
  readConfig({
    DATABASE_URL: urlOf(target),
    BACKHAUL_DATA: folder,
    PORT: '0',
    BACKHAUL_SECRET: SECRET,
    BACKHAUL_METRICS: TOKEN,
    BACKHAUL_PAYMENTS: 'simulated',
  }),
  { logger: createLogger({ level: 'trace', destination }) },
)
afterAll(() => running.stop())

const { desk, url } = running
const org = desk.fresh<OrgId>()
await insertOrg(desk.db, { id: org, name: 'Linnea', createdAt: desk.now() })
const wish = { name: 'Key', role: 'owner', scopes: SCOPES_OF.owner, shops: null } as const
const { key, secret } = await writeKey(desk.db, desk, org, wish)

type Line = Record<string, any>
const logged = (): Line[] => lines.map(line => JSON.parse(line))

let asked = 0
async function ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      'x-request-id': `mine-${++asked}`,
      ...more,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, json: (text.startsWith('{') ? JSON.parse(text) : {}) as Line }
}

test('a day leaves one line per request, the way back from every errand, and no secret and no name', async () => {
  const shop = (await ask('POST', '/v1/shops', { name: 'Linnea', currency: 'EUR', time_zone: 'Europe/Berlin' })).json.id
  const sold = [{ external_id: 'l1', title: 'Shirt', quantity: 2, unit_price: { amount_minor: 5000 } }]
  const order = await ask(
    'PUT',
    `/v1/shops/${shop}/orders/maja%40example.com`,
    orderOf(MAJA, sold, { number: '1001', payments: [paid('card-4242', 10_000)] }),
    { 'idempotency-key': 'a-key-of-the-callers-own' },
  )
  const filed = await ask('POST', '/v1/returns', {
    order_id: order.json.id,
    override: 'Goodwill for Maja Lund',
    items: [
      { line_id: order.json.lines[0].id, quantity: 1, reason: { code: 'damaged', comment: 'Call +49 30 901820' } },
    ],
  })
  const ret = `/v1/returns/${filed.json.id}`
  await ask('POST', `${ret}/approve`, {})
  await ask('POST', `${ret}/receive`, {
    key: 'box-1',
    source: 'dock',
    lines: [{ item_id: filed.json.items[0].id, quantity: 1, gradings: [{ grade: 'a', quantity: 1 }] }],
  })
  const refunded = await ask('POST', `${ret}/refund`, {}, { 'x-request-id': 'the-refund' })
  expect(refunded.status).toBe(200)
  const endpoint = await ask('POST', '/v1/webhooks', {
    name: 'ERP',
    url: 'https://hooks.example.com/a-secret-path?token=in-the-address',
  })
  expect(endpoint.status).toBe(201)
  const another = await ask('POST', '/v1/keys', { name: 'Second', role: 'agent' })
  expect(another.status).toBe(201)

  await ask('GET', '/v1/returns?q=maja%40example.com')
  await ask('GET', '/v1/orders?q=maja@example.com&shop=not-a-shop')
  await ask('GET', '/v1/people/maja@example.com')
  await ask('GET', '/v1/returns', undefined, { authorization: 'Bearer bh_a-key-that-was-made-up-by-somebody' })
  await ask('POST', '/v1/returns', '{"contact":"maja@example.com"')
  await ask('GET', `/v1/files/${filed.json.id}?expires=1&key=k1&signature=a-signature-that-opens`)
  await ask('GET', '/metrics', undefined, { authorization: `Bearer ${TOKEN}` })
  await ask('GET', '/metrics', undefined, { authorization: 'Bearer a-token-that-is-wrong' })

  // A fault of the database quotes what it was given.
  await query(desk.db, { text: `alter table strays add check (doc::text not like '%Lindenweg%')`, prepare: false })
  const stray = await ask('POST', '/v1/strays', {
    shop_id: shop,
    text: 'Lindenweg',
    tracking_number: 'maja@example.com',
  })
  expect(stray.status).toBe(500)

  await expect.poll(() => logged().some(line => line.msg === 'An errand was done'), { timeout: 20_000 }).toBe(true)

  const requests = logged().filter(line => /^request( broken off)?$/.test(line.msg))
  expect(requests.map(line => line.request_id).filter(id => id.startsWith('mine-'))).toHaveLength(
    new Set(requests.map(line => line.request_id)).size - 1,
  )
  expect(requests.find(line => line.request_id === 'the-refund')).toMatchObject({
    method: 'POST',
    route: '/v1/returns/:id/refund',
    status: 200,
    duration_ms: expect.any(Number),
    org,
    key: key.id,
  })
  expect(requests.filter(line => line.status === 401).every(line => line.key === undefined)).toBe(true)
  expect(logged().filter(line => line.msg === 'An errand was done')).toEqual([
    expect.objectContaining({ cause: 'request:the-refund', return: filed.json.id, org }),
  ])

  expect(logged().filter(line => line.msg === 'request failed')).toEqual([
    expect.objectContaining({ err: expect.objectContaining({ message: expect.stringContaining('check constraint') }) }),
  ])

  const hidden = [
    secret,
    another.json.secret,
    endpoint.json.secret,
    SECRET,
    TOKEN,
    'bh_a-key-that-was-made-up',
    'a-token-that-is-wrong',
    'a-signature-that-opens',
    'a-secret-path',
    'in-the-address',
    'a-key-of-the-callers-own',
    'maja',
    'Maja',
    'Lund',
    'Lindenweg',
    '901820',
    '10115',
    'card-4242',
  ]
  for (const text of hidden) {
    expect(text.length).toBeGreaterThan(3)
    expect(lines.filter(line => line.includes(text))).toEqual([])
  }
})
