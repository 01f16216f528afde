/** The figures of a whole server: they can be read as Prometheus reads them, they move with what happens, and they are not for everybody. */
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import type { OrgId } from '../src/core/ids.ts'
import { insertOrg } from '../src/db/orgs.ts'
import { query } from '../src/db/pool.ts'
import { SCOPES_OF } from '../src/desk/caller.ts'
import { writeKey } from '../src/desk/keys.ts'
import { createApp } from '../src/http/app.ts'
import { openMetrics } from '../src/http/metrics/metrics.ts'
import { type Running, startServer } from '../src/server.ts'
import { VERSION } from '../src/version.ts'
import { urlOf } from './cli/in-process.ts'
import { freshDatabase } from './kit/database.ts'
import { readFigures, valueOf } from './kit/prometheus.ts'

const folder = await mkdtemp(join(tmpdir(), 'backhaul-metrics-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function serve(more: Record<string, string> = {}): Promise<Running> {
  const { target } = await freshDatabase()
  const running = await startServer(
    readConfig({ DATABASE_URL: urlOf(target), BACKHAUL_DATA: folder, PORT: '0', BACKHAUL_POOL: '7', ...more }),
  )
  afterAll(() => running.stop())
  return running
}

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> => fetch(url, { headers })

async function scrape({ url }: Running) {
  const answer = await get(`${url}/metrics`)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const figures = readFigures(await answer.text())
  return {
    figures,
    at: (name: string, labels: Record<string, string> = {}) => valueOf(figures, `backhaul_${name}`, labels),
  }
}

describe('the figures', async () => {
  const running = await serve()
  const org = running.desk.fresh<OrgId>()
  await insertOrg(running.desk.db, { id: org, name: 'Linnea', createdAt: running.desk.now() })
  const { secret } = await writeKey(running.desk.db, running.desk, org, {
    name: 'Key',
    role: 'owner',
    scopes: SCOPES_OF.owner,
    shops: null,
  })
  const asOwner = { authorization: `Bearer ${secret}` }

  test('are described, well formed and bear our name', async () => {
    const { figures, at } = await scrape(running)
    const names = [...figures.keys()]
    expect(names.filter(name => !/^(backhaul|process|nodejs)_/.test(name))).toEqual([])
    expect(names.filter(name => /_(ms|milliseconds|minutes|kb|percent)$/.test(name))).toEqual([])
    expect(names).toEqual(
      expect.arrayContaining([
        'process_resident_memory_bytes',
        'process_cpu_seconds_total',
        'nodejs_eventloop_lag_seconds',
      ]),
    )
    expect(at('queues_up')).toBe(1)
    expect(at('outbox_waiting')).toBe(0)
    expect(at('returns_overdue')).toBe(0)
    expect(at('build_info', { version: VERSION, database: 'outside', node: process.versions.node })).toBe(1)
  })

  test('count requests by the pattern of their route, and what is not there under one name', async () => {
    const counted = 'http_request_duration_seconds_count'
    const before = await scrape(running)
    const ids = ['0190a5c2-0000-7000-8000-000000000001', '0190a5c2-0000-7000-8000-000000000002']
    for (const id of ids) await get(`${running.url}/v1/returns/${id}`, asOwner)
    for (const stray of ['wp-login.php', 'a/b/c', 'v1/nothing']) await get(`${running.url}/${stray}`)
    await get(`${running.url}/v1/returns`)
    const { figures, at } = await scrape(running)
    expect(at(counted, { route: '/v1/returns/:id', method: 'GET', status: '404' })).toBe(2)
    expect(at(counted, { route: 'unknown', status: '404' })).toBe(3)
    expect(at(counted, { route: '/v1/returns', status: '401' })).toBe(1)
    expect(at(counted, { route: '/metrics', status: '200' })).toBe((before.at(counted, { route: '/metrics' }) ?? 0) + 1)
    expect(at('http_requests_in_progress')).toBe(1)
    expect(JSON.stringify([...figures.values()])).not.toMatch(/0190a5c2|wp-login/)
  })

  test('count what is asked of the database, and who is at it', async () => {
    const counted = 'db_query_duration_seconds_count'
    const before = (await scrape(running)).at(counted) ?? 0
    await query(running.desk.db, { text: 'select 1' })
    await expect(query(running.desk.db, { text: 'select nothing' })).rejects.toThrow()
    const { at } = await scrape(running)
    expect(at(counted)).toBeGreaterThanOrEqual(before + 2)
    expect(at('db_faults_total', { kind: 'defect' })).toBe(1)
    expect(at('db_faults_total', { kind: 'unavailable' })).toBe(0)
    expect(at('db_pool_connections_max')).toBe(7)
    expect(at('db_pool_connections')).toBe(running.desk.db.totalCount)
    expect(at('db_pool_waiting')).toBe(0)
    expect(at('db_transaction_retries_total')).toBe(0)
  })
})

test('a database that is gone takes the figures of its queues with it and leaves the others', async () => {
  const running = await serve()
  await query(running.desk.db, { text: 'alter table outbox rename to gone', prepare: false })
  const { at } = await scrape(running)
  expect(at('queues_up')).toBe(0)
  expect(at('outbox_waiting')).toBeUndefined()
  expect(at('http_requests_in_progress')).toBe(1)
})

test('what was said to the outside is counted by what came of it', async () => {
  const metrics = openMetrics()
  const app = await createApp()
  metrics.show(app, 'on')
  metrics.work.delivered({ format: 'native', outcome: 'heard', latencyMs: 40 })
  metrics.work.delivered({ format: 'native', outcome: 'failed', latencyMs: 15_000 })
  metrics.work.paid({ outcome: 'unknown', latencyMs: 30_000 })
  const figures = readFigures((await app.inject('/metrics')).body)
  await app.close()
  const at = (name: string, labels = {}) => valueOf(figures, `backhaul_${name}`, labels)
  expect(at('delivery_duration_seconds_count', { format: 'native' })).toBe(2)
  expect(at('delivery_duration_seconds_bucket', { outcome: 'heard', le: '0.05' })).toBe(1)
  expect(at('delivery_duration_seconds_sum', { outcome: 'failed' })).toBe(15)
  expect(at('payout_duration_seconds_count', { outcome: 'unknown' })).toBe(1)
})

test('a reader is strict', () => {
  for (const text of ['a 1', 'a 1\n', '# HELP a b\n# TYPE a gauge\na Nan\n', '# HELP a b\n# TYPE a gauge\na 1\na 1\n'])
    expect(() => readFigures(text)).toThrow()
})

describe('who may read them', () => {
  test('this machine, unless a proxy on it asks for somebody else', async () => {
    const { url } = await serve()
    expect((await get(`${url}/metrics`)).status).toBe(200)
    const passedOn = await get(`${url}/metrics`, { 'x-forwarded-for': '203.0.113.7' })
    expect(passedOn.status).toBe(403)
    expect(await passedOn.json()).toMatchObject({ code: 'forbidden' })
  })

  test('with a token: whoever has it, and nobody else', async () => {
    const token = 'a-token-of-some-length'
    const { url } = await serve({ BACKHAUL_METRICS: token })
    expect((await get(`${url}/metrics`, { authorization: `Bearer ${token}` })).status).toBe(200)
    for (const authorization of ['', 'Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token]) {
      const answer = await get(`${url}/metrics`, { authorization })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /)
    }
  })

  test('nobody, when they are off', async () => {
    const { url } = await serve({ BACKHAUL_METRICS: 'off' })
    expect((await get(`${url}/metrics`)).status).toBe(404)
  })
})

test('a caller who goes away is counted as gone', async () => {
  const running = await serve()
  const url = new URL(`${running.url}/v1/returns`)
  const half = request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': 9,
      expect: '100-continue',
      authorization: 'Bearer bh_x',
    },
  })
  half.flushHeaders()
  const answer = await new Promise<import('node:http').IncomingMessage>(done => half.on('response', done))
  await text(answer)
  half.destroy()
  expect(
    (await scrape(running)).at('http_request_duration_seconds_count', { route: '/v1/returns', method: 'POST' }),
  ).toBe(1)
})
