import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'

import type { Return } from '../../../core/return/return.ts'
import type { Instant } from '../../../core/time.ts'
import { anOrderOf, dropped, ofKits, openAftershipKit, replaced, SHIRT, swapped, travelled } from '../testing.ts'
import { VERSIONS } from '../versions.ts'
import { METHODS } from '../words.ts'
import { ListQuery } from './list.ts'

const kit = await openAftershipKit()
const all: Return[] = []

beforeAll(async () => {
  for (const story of [travelled, swapped, replaced, dropped, ofKits]) {
    kit.clock.forward(1)
    all.push(await story(kit))
  }
  const order = await kit.order(anOrderOf('4254002030005', [SHIRT], { customer: { emails: ['other@example.com'] } }))
  for (const end of ['reject', 'cancel', 'expire'] as const) {
    kit.clock.forward(1)
    const ret = await kit.file(order)
    if (end === 'expire') {
      await kit.act(ret, { verb: 'approve' })
      kit.clock.forward(24 * 60)
      await kit.act(ret, { verb: 'expire' }, 'system')
    } else if (end === 'reject') await kit.act(ret, { verb: 'reject', reason: 'Outside the return window' })
    else await kit.act(ret, { verb: 'cancel' }, 'shopper')
    all.push(ret)
  }
})

const codes = (json: any): string[] => (json.data.returns ?? json.data).map((one: any) => one.rma_number)
const listed = async (query: string, version = '2025-07') => {
  const { reply, json } = await kit.ask(`/returns${query}`, { version })
  expect(reply.status, reply.body).toBe(200)
  return json
}

describe('the list', () => {
  // conforms: endpoint GET /returns
  // conforms: field GET /returns.pagination.total
  test('is an object with its pages from 2025-01 on', async () => {
    const { json } = await kit.record('list-returns', '/returns?limit=2')
    expect(json.data.pagination).toEqual({ total: 8, page: 1, limit: 2, has_next_page: true })
    await kit.record('list-returns-2025-01', '/returns?limit=1', { version: '2025-01' })
    await kit.record('list-returns-2026-07', '/returns?limit=1', { version: '2026-07' })
  })

  test('is a bare array until 2024-10', async () => {
    const { json } = await kit.record('list-returns-2024-10', '/returns?limit=1', { version: '2024-10' })
    expect(json.data).toHaveLength(1)
    await kit.record('list-returns-2024-07', '/returns?limit=1', { version: '2024-07' })
  })

  test('has the newest first, and every return once over its pages', async () => {
    const pages = await Promise.all([1, 2, 3, 4, 5].map(page => listed(`?limit=2&page=${page}`)))
    expect(pages.flatMap(codes)).toEqual(all.map(({ number }) => number).toReversed())
    expect(pages.map(({ data }) => data.pagination.has_next_page)).toEqual([true, true, true, false, false])
  })

  test('a client that walks back by the moment of filing misses nothing', async () => {
    const found: string[] = []
    for (let before: string | undefined; ; ) {
      const query = before === undefined ? '' : `&created_at_max=${before}`
      const { data } = await listed(`?limit=3${query}`)
      const fresh = data.returns.filter((one: any) => !found.includes(one.rma_number))
      if (fresh.length === 0) break
      found.push(...fresh.map((one: any) => one.rma_number))
      before = data.returns.at(-1).created_at
    }
    expect(found).toEqual(all.map(({ number }) => number).toReversed())
  })

  // conforms: field GET /returns.limit
  test('a page larger than fifty is fifty, and unknown parameters are let pass', async () => {
    const { data } = await listed('?limit=100&foo=bar')
    expect(data.pagination.limit).toBe(50)
  })

  test('shows nothing of a stranger', async () => {
    const { json } = await kit.ask('/returns', { headers: { 'as-api-key': kit.stranger.api_key } })
    expect(json.data).toEqual({ returns: [], pagination: { total: 0, page: 1, limit: 10, has_next_page: false } })
  })

  test('leaves out what is older than 365 days', async () => {
    const { data } = await listed('?created_at_min=2020-01-01T00:00:00Z')
    expect(data.pagination.total).toBe(8)
    const before = kit.clock.now
    kit.clock.now = '2027-06-01T00:00:00.000Z' as Instant
    expect((await listed('?created_at_min=2020-01-01T00:00:00Z')).data.pagination.total).toBe(0)
    kit.clock.now = before
  })
})

describe('a filter', () => {
  // conforms: enum approval_status.submitted
  // conforms: enum approval_status.approved
  // conforms: enum approval_status.done
  // conforms: enum approval_status.rejected
  // conforms: enum approval_status.expired
  test.each(Object.entries({ submitted: 2, approved: 2, done: 1, rejected: 2, expired: 1 }))(
    'approval_status=%s finds %i',
    async (status, many) => {
      const { data } = await listed(`?approval_status=${status}`)
      expect(data.returns.map((one: any) => one.approval_status)).toEqual(Array(many).fill(status))
      expect(data.pagination.total).toBe(many)
    },
  )

  // conforms: enum outcome.refund
  // conforms: enum outcome.store_credit
  // conforms: enum outcome.exchange
  // conforms: enum outcome.upsell
  test.each([
    ['refund', 5],
    ['store_credit', 1],
    ['exchange', 2],
    ['upsell', 1],
  ])('outcome=%s finds the %i returns that show it', async (outcome, many) => {
    const { data } = await listed(`?outcome=${outcome}`)
    expect(data.returns.map((one: any) => one.outcomes.includes(outcome))).toEqual(Array(many).fill(true))
    const everything = await listed('?limit=50')
    expect(everything.data.returns.filter((one: any) => one.outcomes.includes(outcome))).toHaveLength(many)
  })

  test.each(METHODS)('return_method=%s finds what shows it and nothing else', async method => {
    const everything = await listed('?limit=50')
    const { data } = await listed(`?return_method=${method}&limit=50`)
    const shown = everything.data.returns.filter((one: any) => one.return_method.type === method)
    expect(codes({ data })).toEqual(shown.map((one: any) => one.rma_number))
    expect(data.pagination.total).toBe(shown.length)
  })

  test('return_method and approval_status hold together', async () => {
    const { data } = await listed('?return_method=green_return&approval_status=approved')
    expect(codes({ data })).toEqual([all[4]?.number])
    expect((await listed('?return_method=green_return&approval_status=done')).data.pagination.total).toBe(0)
  })

  test('customer_email finds the whole address in any case, and no part of it', async () => {
    expect((await listed('?customer_email=OTHER%40example.com')).data.pagination.total).toBe(3)
    expect((await listed('?customer_email=er%40example.com')).data.pagination.total).toBe(0)
  })

  test('order_name finds the whole name', async () => {
    expect(codes(await listed('?order_name=%2330001'))).toEqual([all[1]?.number])
    expect((await listed('?order_name=%233000')).data.pagination.total).toBe(0)
  })

  test('created_at_min and created_at_max take in their own moment', async () => {
    const at = all[2]?.createdAt
    expect(codes(await listed(`?created_at_min=${at}&created_at_max=${at}`))).toEqual([all[2]?.number])
  })

  test('a moment may have an offset, its plus sign escaped or not', async () => {
    const { data } = await listed('?created_at_max=2026-03-10T15:30:00%2B02:00')
    expect(codes({ data })).toEqual([all[0]?.number])
    expect(codes(await listed('?created_at_max=2026-03-10T15:30:00+02:00'))).toEqual([all[0]?.number])
  })

  test('all at once finds the one', async () => {
    const query =
      '?approval_status=done&outcome=refund&return_method=retailer_label&order_name=%2320558&created_at_min=2026-01-01T00:00:00Z&created_at_max=2026-12-31T00:00:00Z&page=1&limit=20'
    const { json } = await kit.record('list-filtered', `/returns${query}&customer_email=customer%40example.com`)
    expect(codes(json)).toEqual([all[0]?.number])
  })
})

describe('a list that cannot be', () => {
  // conforms: error 42200
  test.each([
    ['page', 'page=0'],
    ['page', 'page=201'],
    ['page', 'page=one'],
    ['page', 'page=1.5'],
    ['page', 'page=1&page=2'],
    ['limit', 'limit=0'],
    ['limit', 'limit=1e999'],
    ['approval_status', 'approval_status=open'],
    ['outcome', 'outcome=money'],
    ['return_method', 'return_method=pigeon'],
    ['customer_email', 'customer_email=nobody'],
    ['created_at_min', 'created_at_min=yesterday'],
    ['created_at_max', 'created_at_max=2026-02-30T00:00:00Z'],
    ['order_name', 'order_name=a%00b'],
  ])('names %s when it is %s', async (path, query) => {
    const { reply, json } = await kit.ask(`/returns?${query}`)
    expect(reply.status).toBe(422)
    expect(json).toEqual({
      meta: {
        code: 42200,
        type: 'UnprocessableEntity',
        message: 'Unprocessable entity',
        errors: [{ path, info: expect.any(String) }],
      },
      data: null,
    })
  })

  test('whatever is asked, the answer is a list or says what does not fit', async () => {
    const names = Object.keys(ListQuery.properties)
    const asked = fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(fc.string(), fc.integer().map(String))))
    await fc.assert(
      fc.asyncProperty(asked, fc.constantFrom(...VERSIONS), async (pairs, version) => {
        const { reply, json } = await kit.ask(`/returns?${new URLSearchParams(pairs)}`, { version })
        expect([200, 422]).toContain(reply.status)
        expect(json.meta.code).toBe(reply.status * 100)
        expect(json.meta.errors.length > 0).toBe(reply.status === 422)
      }),
      { numRuns: 60 },
    )
  })

  test('says all that is wrong at once', async () => {
    const { json } = await kit.record('list-unprocessable', '/returns?page=0&outcome=money')
    expect(json.meta.errors).toHaveLength(2)
  })
})

describe('tags', () => {
  // conforms: endpoint GET /item-tags
  test('come all at once', async () => {
    const { json } = await kit.record('list-item-tags', '/item-tags')
    expect(json.data.item_tags.map(({ name }: any) => name)).toEqual(['Defective', 'Wardrobing'])
  })

  test('are unknown to the first version', async () => {
    const { reply } = await kit.ask('/item-tags', { version: '2024-07' })
    expect(reply.status).toBe(404)
  })
})
