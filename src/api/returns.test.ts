import { beforeAll, describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import type { Order } from '../core/order/order.ts'

const kit = await openApiKit()
const { call, ok } = kit

let order: Order
beforeAll(async () => {
  order = await kit.order()
})

const wish = (of: Order, quantity = 1) => ({
  order_id: of.id,
  items: [{ line_id: of.lines[0]?.id, quantity, reason: { code: 'too_small' } }],
})
const file = async (quantity = 1, of?: Order) =>
  ok('shopper', 'POST', '/v1/returns', wish(of ?? (await kit.order()), quantity))

describe('filing', () => {
  test('gives the whole return, what happened and where it may go from here', async () => {
    const { status, body, headers } = await call('shopper', 'POST', '/v1/returns', wish(order, 2))
    expect(status).toBe(201)
    expect(headers.etag).toBe(`"${body.version}"`)
    expect(body).toMatchObject({
      order_id: order.id,
      state: { request: 'submitted', settlement: 'none', handling: 'send_back' },
      items: [{ asked: 2, quantities: { asked: 2, returned: 2, received: 0 } }],
      estimate: { total: { presentment: { amount_minor: 10_000, currency: 'EUR' } } },
      allowed: { shopper: expect.arrayContaining(['cancel']) },
      turn: { kind: 'answer', owner: 'merchant' },
    })
    expect(body.happened.map((event: { type: string }) => event.type)).toEqual(['return.submitted', 'units.held'])
    expect((await ok('agent', 'GET', `/v1/returns/${body.id}`)).allowed).toMatchObject({
      agent: expect.arrayContaining(['approve', 'reject']),
      shopper: expect.arrayContaining(['cancel']),
    })
  })

  test('finds the order by the shop’s own id, or by its number', async () => {
    const [one, other] = [await kit.order(), await kit.order()]
    const items = (of: Order) => [{ line_id: of.lines[0]?.id, quantity: 1, reason: { code: 'too_small' } }]
    expect(
      (
        await call('agent', 'POST', '/v1/returns', {
          shop_id: kit.shop.id,
          order_external_id: one.refs.externalId,
          items: items(one),
        })
      ).status,
    ).toBe(201)
    expect(
      (await call('agent', 'POST', '/v1/returns', { order_number: other.refs.number, items: items(other) })).status,
    ).toBe(201)
  })

  test('without an order, or with two, is told which field to send', async () => {
    const { items } = wish(order)
    expect((await call('agent', 'POST', '/v1/returns', { items })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'order_id', code: 'required' }],
    })
    expect(
      (await call('agent', 'POST', '/v1/returns', { items, order_id: order.id, order_number: '1' })).body.errors,
    ).toMatchObject([{ path: 'order_id', code: 'conflict' }])
    expect((await call('agent', 'POST', '/v1/returns', { items, order_external_id: '1' })).body.errors).toMatchObject([
      { path: 'shop_id' },
    ])
  })

  test('a preview shows the same and changes nothing', async () => {
    const fresh = await kit.order()
    const { status, body } = await call('shopper', 'POST', '/v1/returns/preview', wish(fresh, 2))
    expect([status, body.preview, body.state.request]).toEqual([200, true, 'submitted'])
    expect((await call('agent', 'GET', `/v1/returns/${body.id}`)).status).toBe(404)
    expect((await call('shopper', 'POST', '/v1/returns', wish(fresh, 2))).status).toBe(201)
  })

  test('refuses more pieces than are left, naming the field', async () => {
    const { status, body, headers } = await call('shopper', 'POST', '/v1/returns', wish(await kit.order(), 3))
    expect(status).toBe(422)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({
      code: expect.stringMatching(/quantity_exceeded|not_eligible/),
      errors: [{ path: expect.stringMatching(/^items\[0\]/) }],
      request_id: expect.any(String),
    })
  })

  test('several orders together share a group; one that is refused does not take the others back', async () => {
    const [one, other] = [await kit.order(), await kit.order()]
    const members = [wish(one), wish(other, 9)]
    const { group_id, data } = await ok(
      'shopper',
      'POST',
      '/v1/returns/groups',
      { members },
      { 'idempotency-key': 'group-1' },
    )
    expect(data).toMatchObject([
      { outcome: 'filed', return: { group_id } },
      { outcome: 'refused', problem: { status: 422 } },
    ])
    const again = await ok('shopper', 'POST', '/v1/returns/groups', { members }, { 'idempotency-key': 'group-1' })
    expect(again.data[0].return.id).toBe(data[0].return.id)
    expect((await ok('agent', 'GET', `/v1/returns?group=${group_id}`)).data).toHaveLength(1)
  })
})

describe('one return', () => {
  test('is found by its id and by its number, with what was asked for beside it', async () => {
    const ret = await file()
    const byNumber = await ok('agent', 'GET', `/v1/returns/${ret.number}?expand=order,events,policy,shop`)
    expect(byNumber).toMatchObject({ id: ret.id, order: { id: ret.order_id }, shop: { id: kit.shop.id }, policy: null })
    expect(byNumber.events.map((event: { sequence: number }) => event.sequence)).toEqual([1, 2])
    expect(byNumber.shop.dialects).toBeUndefined()
  })

  test('that has not changed is not sent again', async () => {
    const ret = await file()
    const { headers } = await call('agent', 'GET', `/v1/returns/${ret.id}`)
    expect(
      (await call('agent', 'GET', `/v1/returns/${ret.id}`, undefined, { 'if-none-match': headers.etag })).status,
    ).toBe(304)
  })

  test('tells its story page by page', async () => {
    const ret = await file()
    const first = await ok('agent', 'GET', `/v1/returns/${ret.id}/events?limit=1`)
    expect(first).toMatchObject({
      data: [{ type: 'return.submitted', changed: { born: { order_id: ret.order_id } } }],
      next: 1,
    })
    const rest = await ok('agent', 'GET', `/v1/returns/${ret.id}/events?after=${first.next}`)
    expect(rest).toMatchObject({ data: [{ type: 'units.held' }], next: null })
  })

  test('says what it is worth, and what an offer may state', async () => {
    const ret = await file(2)
    const quote = await ok('agent', 'GET', `/v1/returns/${ret.id}/quote?basis=asked`)
    expect(quote).toMatchObject({
      basis: 'asked',
      figure: { total: { presentment: { amount_minor: 10_000 } } },
      offers: { keep: { most: { currency: 'EUR' } } },
    })
  })
})

describe('lists', () => {
  test('filter by every strand, by words and by time, and page through', async () => {
    const ret = await file()
    await ok('agent', 'POST', `/v1/returns/${ret.id}/approve`)
    await file()
    const approved = await ok('agent', 'GET', '/v1/returns?request=approved,resolved&count=true')
    expect(approved.data.map((row: { id: string }) => row.id)).toEqual([ret.id])
    expect(approved.total).toBe(1)
    expect((await ok('agent', 'GET', `/v1/returns?q=${ret.number}`)).data).toHaveLength(1)
    expect(
      (await ok('agent', 'GET', '/v1/returns?email=maja@example.com&reason=too_small&outcome=refund&limit=1')).data,
    ).toHaveLength(1)
    expect((await ok('agent', 'GET', '/v1/returns?updated_since=2030-01-01T00:00:00Z')).data).toEqual([])
    const first = await ok('agent', 'GET', '/v1/returns?limit=2&sort=created_at')
    const second = await ok('agent', 'GET', `/v1/returns?limit=2&sort=created_at&after=${first.next}`)
    expect(new Set([...first.data, ...second.data].map(row => row.id)).size).toBe(
      first.data.length + second.data.length,
    )
  })

  test('take several words for one filter, of which one must hold', async () => {
    const sizes = await Promise.all(
      (['too_small', 'too_large', 'damaged'] as const).map(async code => {
        const of = await kit.order({ customer: { firstName: 'Ada', lastName: 'Berg', emails: ['ada@example.com'] } })
        const items = [{ line_id: of.lines[0]?.id, quantity: 1, reason: { code } }]
        return ok('agent', 'POST', '/v1/returns', { order_id: of.id, items })
      }),
    )
    const found = async (query: string) =>
      (await ok('agent', 'GET', `/v1/returns?email=ada@example.com&${query}`)).data.map((row: { id: string }) => row.id)
    expect(new Set(await found('reason=too_small,damaged'))).toEqual(new Set([sizes[0].id, sizes[2].id]))
    expect(await found('reason=too_small,damaged&reason=too_large')).toHaveLength(3)
    expect(await found(`method=in_store,${sizes[2].method.type}&reason=damaged`)).toEqual([sizes[2].id])
    expect(await found('method=none,carrier_pickup')).toEqual([])
  })

  test('carry expansions too', async () => {
    const { data } = await ok('agent', 'GET', '/v1/returns?limit=1&expand=order')
    expect(data[0]).toMatchObject({ order: { id: data[0].order_id }, estimate: expect.anything() })
  })

  test('refuse a cursor of another order', async () => {
    const { next } = await ok('agent', 'GET', '/v1/returns?limit=1&sort=created_at')
    expect((await call('agent', 'GET', `/v1/returns?sort=updated_at&after=${next}`)).body).toMatchObject({
      status: 400,
      errors: [{ path: 'after', code: 'invalid_cursor' }],
    })
  })

  test('have counts per strand for queues', async () => {
    const counts = await ok('agent', 'GET', '/v1/returns/counts')
    expect(counts.total).toBeGreaterThan(3)
    expect(counts.request.submitted + counts.request.approved).toBe(counts.total)
  })
})

describe('rows of lists', () => {
  test('tell what the reader may do, and what has changed since the last look', async () => {
    const of = await kit.order()
    const { id } = await file(1, of)
    const row = async (role: 'agent' | 'shopper') =>
      (await ok(role, 'GET', `/v1/returns?order=${of.id}`)).data.find((ret: { id: string }) => ret.id === id)
    const [before, again] = [await row('agent'), await row('agent')]
    expect(again).toEqual(before)
    expect(Object.keys(before.allowed)).toEqual(['agent'])
    expect((await row('shopper')).allowed).toEqual({ shopper: expect.arrayContaining(['cancel']) })
    await ok('agent', 'POST', `/v1/returns/${id}/approve`, {})
    expect(await row('agent')).toMatchObject({ state: { request: 'approved' }, version: before.version + 1 })
    const shop = (await ok('owner', 'GET', `/v1/shops/${kit.shop.id}`)).name
    await ok('agent', 'POST', `/v1/returns/${id}/message`, { to: 'shopper', text: 'Hello.' })
    const named = async () => (await row('shopper')).messages.at(-1).by.name
    expect(await named()).toBe(shop)
    await ok('owner', 'PATCH', `/v1/shops/${kit.shop.id}`, { name: 'Renamed' })
    expect(await named()).toBe('Renamed')
    await ok('owner', 'PATCH', `/v1/shops/${kit.shop.id}`, { name: shop })
  })
})

describe('acting', () => {
  test('with a key done twice gives the first answer twice', async () => {
    const ret = await file()
    const first = await call('agent', 'POST', `/v1/returns/${ret.id}/approve`, {}, { 'idempotency-key': 'approve-1' })
    const second = await call('agent', 'POST', `/v1/returns/${ret.id}/approve`, {}, { 'idempotency-key': 'approve-1' })
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.headers['idempotent-replayed']).toBe('true')
    expect(second.body.happened).toEqual(first.body.happened)
    const other = await call(
      'agent',
      'POST',
      `/v1/returns/${ret.id}/reject`,
      { reason: 'No' },
      { 'idempotency-key': 'approve-1' },
    )
    expect(other.body).toMatchObject({ status: 422, code: 'key_reused' })
  })

  test('on an old version is refused, whether the version came in the header or the body', async () => {
    const ret = await file()
    await ok('agent', 'POST', `/v1/returns/${ret.id}/note`, { note: 'Seen' })
    for (const [body, headers] of [
      [{ expected_version: ret.version }, {}],
      [{}, { 'if-match': `"${ret.version}"` }],
    ] as const) {
      expect((await call('agent', 'POST', `/v1/returns/${ret.id}/approve`, body, headers)).body).toMatchObject({
        status: 409,
        code: 'stale_version',
        allowed: { version: ret.version + 1 },
      })
    }
  })

  test('previews change nothing', async () => {
    const ret = await file()
    const preview = await ok('agent', 'POST', `/v1/returns/${ret.id}/approve/preview`, { handling: 'keep' })
    expect(preview).toMatchObject({ preview: true, state: { request: 'approved' } })
    expect((await ok('agent', 'GET', `/v1/returns/${ret.id}`)).version).toBe(ret.version)
  })

  test('several verbs go through together or not at all', async () => {
    const ret = await file()
    const refused = await call('agent', 'POST', `/v1/returns/${ret.id}/acts`, {
      commands: [{ verb: 'approve' }, { verb: 'accept', offer_id: ret.id }],
    })
    expect(refused.body).toMatchObject({ status: 409, allowed: { command: 1, verb: 'accept' } })
    expect((await ok('agent', 'GET', `/v1/returns/${ret.id}`)).state.request).toBe('submitted')
    const done = await ok('agent', 'POST', `/v1/returns/${ret.id}/acts`, {
      commands: [{ verb: 'approve' }, { verb: 'resolve', note: 'Settled' }],
    })
    expect(done.state.request).toBe('resolved')
  })

  test('a no says what is open instead', async () => {
    const ret = await file()
    const { status, body } = await call('agent', 'POST', `/v1/returns/${ret.id}/resolve`)
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'not_open',
      allowed: { verbs: expect.arrayContaining(['approve']), role: 'agent' },
    })
  })

  test('the whole road: approved, shipped, scanned, counted in, graded, shelved, paid', async () => {
    const ret = await file(2)
    const [item] = ret.items
    await ok('agent', 'POST', `/v1/returns/${ret.id}/approve`)
    const shipped = await ok('shopper', 'POST', `/v1/returns/${ret.id}/ship`, {
      carrier: { slug: 'dhl' },
      tracking_number: 'JD014600777',
    })
    expect(shipped.shipments).toMatchObject([{ tracking_number: 'JD014600777', state: 'booked' }])
    const scan = {
      tracking_number: 'jd014600777',
      checkpoint: { at: '2026-03-10T14:00:00+01:00', kind: 'delivered', text: 'Delivered' },
    }
    expect((await ok('carrier', 'POST', '/v1/tracking', scan)).data).toMatchObject([
      { return_id: ret.id, outcome: 'tracked' },
    ])
    const received = await ok('warehouse', 'POST', `/v1/returns/${ret.id}/receive`, {
      key: 'box-1',
      source: 'dock',
      lines: [{ item_id: item.id, quantity: 2, gradings: [{ grade: 'a', quantity: 2 }] }],
    })
    expect(received).toMatchObject({
      state: { transit: 'delivered', receiving: 'received' },
      items: [{ quantities: { received: 2, graded: 2 } }],
    })
    await ok('warehouse', 'POST', `/v1/returns/${ret.id}/dispose`, {
      key: 'shelf-1',
      item_id: item.id,
      quantity: 2,
      to: 'restock',
    })
    const preview = await ok('owner', 'POST', `/v1/returns/${ret.id}/refund/preview`)
    expect(preview.estimate.total.presentment).toEqual({ amount_minor: 10_000, currency: 'EUR' })
    const paid = await ok('owner', 'POST', `/v1/returns/${ret.id}/refund`)
    expect(paid).toMatchObject({
      state: { settlement: 'ordered' },
      grants: [{ figure: { total: { presentment: { amount_minor: 10_000 } } } }],
      items: [{ quantities: { restocked: 2, granted: 2 } }],
    })
    const settled = await ok('system', 'POST', `/v1/returns/${ret.id}/settle`, {
      payout_id: paid.payouts[0].id,
      outcome: 'done',
      external_id: 're_1',
    })
    expect(settled.state.settlement).toBe('settled')
    expect(settled.estimate).toEqual(settled.grants[0].figure)
  })

  test('an offer goes back and forth', async () => {
    const ret = await file()
    const offered = await ok('agent', 'POST', `/v1/returns/${ret.id}/offer`, {
      terms: { handling: 'keep', amount: { amount_minor: 2_500, currency: 'EUR' } },
    })
    expect(offered.state.negotiation).toBe('awaiting_shopper')
    const own = await call('agent', 'POST', `/v1/returns/${ret.id}/accept`, { offer_id: offered.offers[0].id })
    expect(own.body).toMatchObject({ status: 409, code: 'own_offer' })
    const agreed = await ok('shopper', 'POST', `/v1/returns/${ret.id}/accept`, { offer_id: offered.offers[0].id })
    expect(agreed.state).toMatchObject({ negotiation: 'agreed', handling: 'keep' })
  })
})

describe('walls', () => {
  test('nobody gets in without a key that is known', async () => {
    for (const role of [null, 'bh_nonsense']) {
      const { status, body, headers } = await call(role, 'GET', '/v1/returns')
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
      expect(headers['www-authenticate']).toMatch(/^Bearer/)
    }
  })

  test('another organisation’s returns, orders and shops do not exist', async () => {
    const ret = await file()
    for (const [method, url, body] of [
      ['GET', `/v1/returns/${ret.id}`],
      ['GET', `/v1/returns/${ret.number}`],
      ['GET', `/v1/returns/${ret.id}/events`],
      ['GET', `/v1/returns/${ret.id}/quote`],
      ['POST', `/v1/returns/${ret.id}/approve`, {}],
      ['POST', `/v1/returns/${ret.id}/approve/preview`, {}],
      ['POST', `/v1/returns/${ret.id}/acts`, { commands: [{ verb: 'approve' }] }],
      ['POST', '/v1/returns', wish(order)],
      ['GET', `/v1/orders/${order.id}`],
      ['GET', `/v1/orders/${order.id}/assessment`],
      ['POST', `/v1/orders/${order.id}/cancel`, {}],
      ['GET', `/v1/shops/${kit.shop.id}`],
      ['PATCH', `/v1/shops/${kit.shop.id}`, { name: 'Mine now' }],
      ['GET', `/v1/shops/${kit.shop.id}/policies`],
      ['POST', `/v1/shops/${kit.shop.id}/policies`, { name: 'Mine', rules: [] }],
      ['POST', '/v1/strays', { shop_id: kit.shop.id, text: 'A box' }],
    ] as const) {
      expect([method, url, (await call('stranger', method, url, body)).status]).toEqual([method, url, 404])
    }
    expect((await ok('stranger', 'GET', `/v1/returns?shop=${kit.shop.id}`)).data).toEqual([])
  })

  test('a role may do what is its own and no more', async () => {
    const ret = await file()
    expect((await call('shopper', 'POST', `/v1/returns/${ret.id}/approve`)).body).toMatchObject({
      status: 403,
      code: 'forbidden',
    })
    expect((await call('carrier', 'POST', `/v1/returns/${ret.id}/refund`)).status).toBe(403)
    expect((await call('agent', 'POST', '/v1/keys', { name: 'Mine', role: 'owner' })).status).toBe(403)
    expect((await call('warehouse', 'GET', '/v1/audit')).status).toBe(403)
    expect((await call('agent', 'PATCH', `/v1/shops/${kit.shop.id}`, { name: 'Mine' })).status).toBe(403)
  })

  test('a key tied to one shop does not see the others', async () => {
    const ret = await file()
    const other = await ok('owner', 'POST', '/v1/shops', { name: 'Second', currency: 'EUR' })
    const tied = await kit.key({ role: 'owner', shops: [other.id] })
    expect((await call(tied, 'GET', `/v1/returns/${ret.id}`)).status).toBe(404)
    expect((await call(tied, 'POST', `/v1/returns/${ret.id}/approve`)).status).toBe(404)
    expect((await ok(tied, 'GET', '/v1/returns')).data).toEqual([])
    expect((await ok(tied, 'GET', '/v1/shops')).data.map((shop: { id: string }) => shop.id)).toEqual([other.id])
  })
})
