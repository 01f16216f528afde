import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'

const kit = await openApiKit()
const { call, ok } = kit
const shop = `/v1/shops/${kit.shop.id}`

const input = (more: object = {}) => ({
  placed_at: '2026-03-01T09:00:00Z',
  currency: 'EUR',
  taxes_included: true,
  customer: { first_name: 'Maja', last_name: 'Lund', emails: ['maja@mail.example'] },
  shipping: { name: 'Maja Lund', street1: 'Lindenweg 4', city: 'Berlin', postal_code: '10115', country: 'DE' },
  custom_fields: { 'Some Field': 'kept as it is' },
  lines: [
    {
      external_id: 'l1',
      title: 'Shirt',
      sku: 'SHIRT-M',
      quantity: 2,
      unit_price: { amount_minor: 5_000 },
      taxes: [{ title: 'VAT', rate_ppm: 190_000 }],
    },
    { external_id: 'l2', title: 'Socks', quantity: 1, unit_price: { amount_minor: 900 } },
  ],
  payments: [{ external_id: 'pay-1', kind: 'card', gateway: 'simulated', captured: { amount_minor: 10_900 } }],
  fulfilments: [
    { external_id: 'f-1', lines: [{ line_external_id: 'l1', quantity: 2 }], delivered_at: '2026-03-05T11:00:00+01:00' },
  ],
  ...more,
})

describe('orders', () => {
  test('enter, stay when sent again, and change when they changed', async () => {
    const first = await call('owner', 'PUT', `${shop}/orders/5001`, input())
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      refs: { external_id: '5001' },
      source: 'api',
      custom_fields: { 'Some Field': 'kept as it is' },
      lines: [
        { external_id: 'l1', paid: { presentment: { amount_minor: 10_000, currency: 'EUR' } } },
        { external_id: 'l2' },
      ],
      fulfilments: [
        { lines: [{ line_id: expect.any(String), quantity: 2 }], delivered_at: '2026-03-05T10:00:00.000Z' },
      ],
    })
    expect((await call('owner', 'PUT', `${shop}/orders/5001`, input())).status).toBe(200)
    const changed = await ok('owner', 'PUT', `${shop}/orders/5001`, input({ tags: ['vip'] }))
    expect(changed).toMatchObject({ id: first.body.id, tags: ['vip'] })
  })

  test('come in bulk, each for itself', async () => {
    const row = (external_id: string, more: object = {}) => ({ external_id, ...input({ payments: [], ...more }) })
    const twice = row('6002', { lines: [...input().lines, ...input().lines] })
    const { data } = await ok('owner', 'POST', `${shop}/orders/bulk`, { orders: [row('6001'), twice, row('6001')] })
    expect(data).toMatchObject([
      { external_id: '6001', outcome: 'created' },
      {
        outcome: 'refused',
        problem: { errors: [{ path: 'orders[1].lines[2].external_id' }, { path: 'orders[1].lines[3].external_id' }] },
      },
      { outcome: 'unchanged' },
    ])
  })

  test('are found by words, number and address', async () => {
    await ok(
      'owner',
      'PUT',
      `${shop}/orders/7001`,
      input({ number: 'NR-7001', customer: { emails: ['only@mail.example'] } }),
    )
    for (const query of [
      'number=nr-7001',
      'q=only@mail',
      'email=only@mail.example',
      `shop=${kit.shop.id}&source=api&limit=1`,
      'state=open&created_from=2026-01-01T00:00:00Z',
    ])
      expect((await ok('agent', 'GET', `/v1/orders?${query}`)).data.length, query).toBeGreaterThan(0)
    const first = await ok('agent', 'GET', '/v1/orders?limit=1')
    expect((await ok('agent', 'GET', `/v1/orders?limit=1&after=${first.next}`)).data[0].id).not.toBe(first.data[0].id)
  })

  test('get deliveries and payments, and can be cancelled', async () => {
    const order = await ok('owner', 'PUT', `${shop}/orders/8001`, input())
    const sent = await ok(
      'owner',
      'POST',
      `/v1/orders/${order.id}/fulfilments`,
      { external_id: 'f-2', lines: [{ line_external_id: 'l2', quantity: 1 }], tracking: ['T-1'] },
      { 'idempotency-key': 'f-2' },
    )
    expect(sent.fulfilments).toHaveLength(2)
    const unknown = await call('owner', 'POST', `/v1/orders/${order.id}/fulfilments`, {
      external_id: 'f-3',
      lines: [{ line_external_id: 'l9', quantity: 1 }],
    })
    expect(unknown.body).toMatchObject({
      status: 422,
      code: 'unknown_line',
      errors: [{ path: 'lines[0].line_external_id' }],
    })
    const paid = await ok('owner', 'POST', `/v1/orders/${order.id}/payments`, {
      external_id: 'pay-2',
      kind: 'gift_card',
      gateway: 'house',
      captured: { amount_minor: 500 },
    })
    expect(paid.payments).toHaveLength(2)
    expect((await ok('owner', 'POST', `/v1/orders/${order.id}/cancel`)).state).toBe('cancelled')
  })

  test('say what may come back, until when, how, and why not', async () => {
    const order = await ok('owner', 'PUT', `${shop}/orders/9001`, input())
    const { assessment } = await ok('agent', 'GET', `/v1/orders/${order.id}/assessment`)
    expect(assessment.lines[0]).toMatchObject({
      line_id: order.lines[0].id,
      allowed: 2,
      until: expect.any(String),
      trace: expect.arrayContaining([expect.objectContaining({ said: expect.any(String) })]),
    })
    expect(assessment.lines[1]).toMatchObject({ allowed: 0, refusals: [{ code: 'not_delivered' }] })
    expect(assessment.methods[0]).toMatchObject({
      type: expect.any(String),
      cost: { total: { presentment: { currency: 'EUR' } } },
    })
    const wished = await ok('shopper', 'POST', `/v1/orders/${order.id}/assessment`, {
      items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'damaged' } }],
      method: 'in_store',
    })
    expect(wished.order_id).toBe(order.id)
  })

  test('in a currency nobody knows, or on a day that does not exist, are told which field', async () => {
    expect((await call('owner', 'PUT', `${shop}/orders/1`, input({ currency: 'QQQ' }))).body).toMatchObject({
      status: 400,
      errors: [{ path: 'currency', code: 'not_allowed' }],
    })
    expect(
      (await call('owner', 'PUT', `${shop}/orders/1`, input({ placed_at: '1900-01-01T00:00:00Z' }))).body,
    ).toMatchObject({ status: 400, errors: [{ path: 'placed_at' }] })
  })
})

describe('shops', () => {
  test('are founded, read and changed without treading on each other', async () => {
    const made = await call(
      'owner',
      'POST',
      '/v1/shops',
      { name: 'Second', currency: 'JPY', time_zone: 'Asia/Tokyo' },
      { 'idempotency-key': 'second' },
    )
    expect([made.status, made.body.time_zone, made.headers.etag]).toEqual([201, 'Asia/Tokyo', '"1"'])
    const again = await call(
      'owner',
      'POST',
      '/v1/shops',
      { name: 'Second', currency: 'JPY', time_zone: 'Asia/Tokyo' },
      { 'idempotency-key': 'second' },
    )
    expect(again.body.id).toBe(made.body.id)
    const one = `/v1/shops/${made.body.id}`
    const changed = await call(
      'owner',
      'PATCH',
      one,
      {
        name: 'Third',
        locations: [{ id: 'MAIN', code: 'M', name: 'Main', external_id: null, address: { city: 'Tokyo' } }],
      },
      { 'if-match': '"1"' },
    )
    expect(changed.body).toMatchObject({
      name: 'Third',
      version: 2,
      locations: [{ address: { city: 'Tokyo', street1: null, state: { code: null } } }],
    })
    expect((await call('owner', 'PATCH', one, { name: 'Fourth', expected_version: 1 })).body).toMatchObject({
      status: 409,
      code: 'stale_version',
    })
    expect((await call('owner', 'GET', one, undefined, { 'if-none-match': '"2"' })).status).toBe(304)
    expect((await call('owner', 'PATCH', one, { time_zone: 'Nowhere/At_all' })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'time_zone' }],
    })
  })

  test('have lists of reasons and methods of their own', async () => {
    const { reasons } = await ok('agent', 'GET', `${shop}/reasons`)
    expect(reasons.length).toBeGreaterThan(5)
    const put = await ok('owner', 'PUT', `${shop}/reasons`, { reasons: reasons.slice(0, 3) })
    expect(put.reasons).toEqual(reasons.slice(0, 3))
    await ok('owner', 'PUT', `${shop}/reasons`, { reasons })
    const { methods } = await ok('agent', 'GET', `${shop}/methods`)
    expect(await ok('owner', 'PUT', `${shop}/methods`, { methods })).toEqual({ methods })
  })

  test('show settings of platforms only to those who may change them', async () => {
    await ok('owner', 'PATCH', shop, { dialects: { shopflix: {} } })
    expect((await ok('owner', 'GET', shop)).dialects).toEqual({ shopflix: {} })
    expect((await ok('agent', 'GET', shop)).dialects).toBeUndefined()
  })

  test('are told which setting of which platform does not fit', async () => {
    const errors = async (dialects: object) =>
      (await call('owner', 'PATCH', shop, { dialects })).body.errors.map(({ path }: { path: string }) => path)
    expect(await errors({ shopfix: {} })).toEqual(['dialects.shopfix'])
    expect(await errors({ shopflix: { no_such_setting: true } })).toEqual(['dialects.shopflix.no_such_setting'])
  })
})

describe('policies', () => {
  const rules = [
    {
      id: 'sale',
      name: 'Sale is final',
      when: { fact: 'tag', is: { in: ['sale'] } },
      then: [{ final: true }],
      priority: 10,
    },
    {
      id: 'window',
      name: 'Thirty days',
      when: {},
      then: [
        {
          window: {
            from: 'delivered',
            days: 30,
            zone: null,
            workday: false,
            holidays: [],
            fallback: { from: 'sent', plus_days: 7 },
          },
        },
        { keep_below: { amount_minor: 500, currency: 'EUR' } },
      ],
      priority: 0,
    },
  ]

  test('are drafted, checked and made live', async () => {
    const draft = await call('owner', 'POST', `${shop}/policies`, { name: 'Spring', rules })
    expect(draft.status).toBe(201)
    expect(draft.body).toMatchObject({ state: 'draft', rules })
    const one = `${shop}/policies/${draft.body.id}`
    expect(await ok('owner', 'POST', `${one}/check`)).toEqual({ ok: true, errors: [], warnings: [] })
    expect((await ok('owner', 'POST', `${one}/activate`)).state).toBe('live')
    expect((await call('owner', 'POST', `${one}/activate`)).status).toBe(409)
    expect((await ok('agent', 'GET', one)).state).toBe('live')
    expect((await ok('agent', 'GET', `${shop}/policies`)).data).toHaveLength(1)
  })

  test('with a mistake are told where it is', async () => {
    const wrong = [{ ...rules[0], when: { all: [] } }]
    expect((await call('owner', 'POST', `${shop}/policies`, { name: 'Wrong', rules: wrong })).body).toMatchObject({
      status: 400,
      code: 'invalid',
      errors: [{ path: 'rules[0].when.all' }],
    })
    const unknown = [{ ...rules[0], then: [{ finale: true }] }]
    expect(
      (await call('owner', 'POST', `${shop}/policies`, { name: 'Wrong', rules: unknown })).body.errors[0].path,
    ).toMatch(/^rules\[0\]\.then\[0\]/)
  })
})

describe('the house', () => {
  test('knows whose key it is', async () => {
    expect(await ok('agent', 'GET', '/v1/me')).toMatchObject({
      organization: { name: 'Linnea' },
      actor: { role: 'agent', via: 'api' },
      shops: null,
    })
  })

  test('can be renamed, and remembers who did', async () => {
    await ok('owner', 'PATCH', '/v1/organization', { name: 'Linnea GmbH' })
    expect((await ok('owner', 'GET', '/v1/organization')).name).toBe('Linnea GmbH')
    const { data } = await ok('owner', 'GET', '/v1/audit?limit=5')
    expect(data[0]).toMatchObject({ what: 'organisation.renamed', actor: { role: 'owner' } })
    expect(
      (await ok('owner', 'GET', `/v1/audit?subject=${data[0].subject}&from=2026-01-01T00:00:00Z`)).data.length,
    ).toBeGreaterThan(0)
  })

  test('makes keys, shows their secret once, and takes them back', async () => {
    const made = await call('owner', 'POST', '/v1/keys', { name: 'ERP', role: 'warehouse', shops: [kit.shop.id] })
    expect(made.status).toBe(201)
    expect(await ok(made.body.secret, 'GET', '/v1/me')).toMatchObject({ actor: { name: 'ERP' }, shops: [kit.shop.id] })
    expect(JSON.stringify(await ok('owner', 'GET', '/v1/keys'))).not.toContain(made.body.secret)
    expect((await ok('owner', 'DELETE', `/v1/keys/${made.body.id}`)).revoked_at).not.toBeNull()
    expect((await call(made.body.secret, 'GET', '/v1/me')).status).toBe(401)
  })

  test('keeps goods without paper until they are matched', async () => {
    const stray = await ok('warehouse', 'POST', '/v1/strays', { shop_id: kit.shop.id, text: 'Blue shirt', quantity: 1 })
    expect((await ok('agent', 'GET', '/v1/strays')).data).toMatchObject([{ id: stray.id, matched: null }])
    const ret = await kit.file(await kit.order(), 1)
    await ok('agent', 'POST', `/v1/returns/${ret.id}/approve`)
    await ok('warehouse', 'POST', `/v1/returns/${ret.id}/match`, { stray_id: stray.id, item_id: ret.items[0]?.id })
    expect((await ok('agent', 'GET', '/v1/strays')).data).toEqual([])
    expect((await ok('agent', 'GET', `/v1/strays?open=false&shop=${kit.shop.id}`)).data).toMatchObject([
      { matched: ret.id },
    ])
  })
})

describe('files', () => {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )

  test('are kept from their bytes, attached, and opened only by the link', async () => {
    const kept = await call('shopper', 'POST', `${shop}/files`, pixel, { 'content-type': 'image/png' })
    expect(kept.status).toBe(201)
    const ret = await kit.file(await kit.order(), 1)
    const attached = await ok('shopper', 'POST', `/v1/returns/${ret.id}/attach`, {
      item_id: ret.items[0]?.id,
      media: [kept.body.id],
    })
    const [photo] = attached.items[0].media
    const opened = await kit.app.inject(photo.url)
    expect([opened.statusCode, String(opened.headers['content-type'])]).toEqual([
      200,
      expect.stringMatching(/^image\//),
    ])
    expect((await kit.app.inject(photo.thumbnail_url)).statusCode).toBe(200)
    expect((await call(null, 'GET', photo.url.replace('full', 'small'))).body).toMatchObject({
      status: 403,
      code: 'link_invalid',
    })
    kit.clock.forward(48)
    expect((await call(null, 'GET', photo.url)).body).toMatchObject({ status: 403, code: 'link_expired' })
  })

  test('are kept from a form too', async () => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(pixel)], { type: 'image/png' }), 'shirt.png')
    const reply = await kit.app.inject({
      method: 'POST',
      url: `${shop}/files`,
      payload: form,
      headers: { authorization: `Bearer ${kit.keys.agent}` },
    })
    expect(reply.statusCode).toBe(201)
  })

  test('that are none are refused', async () => {
    expect(
      (await call('shopper', 'POST', `${shop}/files`, Buffer.from('not a picture'), { 'content-type': 'image/png' }))
        .body,
    ).toMatchObject({ status: 415, code: 'file_unsupported' })
    expect((await call('shopper', 'POST', `${shop}/files`, '{}')).status).toBe(415)
    expect((await call('stranger', 'POST', `${shop}/files`, pixel, { 'content-type': 'image/png' })).status).toBe(404)
  })
})
