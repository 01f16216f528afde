/** Writing a policy, trying it and making it live, over HTTP. */
import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'

const kit = await openApiKit()
const { call, ok } = kit
const shop = `/v1/shops/${kit.shop.id}`

const window = (days: number | null) => ({
  window: {
    from: 'delivered',
    days,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plus_days: 7 },
  },
})
const rule = (id: string, then: object[], when: object = {}, priority = 0) => ({ id, name: id, when, then, priority })

/** One of each thing that can be said, so that what is heard is what is answered. */
const EVERYTHING = [
  rule('vip', [{ allow: 'everything' }], { fact: 'email_domain', is: { in: ['example.com'] } }, 9),
  rule('winter', [window(60)], {
    all: [
      { fact: 'placed', is: { on_or_after: '2026-11-01' } },
      { fact: 'placed', is: { on_or_before: '2026-12-24' } },
    ],
  }),
  rule('endless', [window(null)], { fact: 'state', is: { in: ['US-CA'] } }),
  rule('window', [window(30)]),
  rule('arrived', [{ after: 'delivered' }]),
  rule('caps', [{ cap: { per: 'order', returns: 1, days: null } }, { cap: { per: 'customer', pieces: 5, days: 365 } }]),
  rule('fee', [{ fee: { kind: 'restocking_fee', rate_ppm: 100_000 } }], {
    fact: 'days_since_delivery',
    is: { at_least: 14 },
  }),
]

describe('documents', () => {
  test('are kept as they were sent', async () => {
    const draft = await call('owner', 'POST', `${shop}/policies`, { name: 'Everything', rules: EVERYTHING })
    expect(draft.status).toBe(201)
    expect(draft.body).toMatchObject({ rules: EVERYTHING, state: 'draft', in_force: false })
  })

  test('can be checked without being kept, with what is wrong and what is doubtful', async () => {
    const before = (await ok('agent', 'GET', `${shop}/policies`)).data.length
    expect(await ok('agent', 'POST', `${shop}/policies/check`, { rules: EVERYTHING })).toEqual({
      ok: true,
      errors: [],
      warnings: [],
    })
    const rules = [rule('window', [window(30)]), rule('never', [window(5)], { fact: 'tag', is: { in: ['sale'] } })]
    expect((await ok('agent', 'POST', `${shop}/policies/check`, { rules })).warnings).toEqual([
      { path: 'rules[1].then[0]', message: expect.stringContaining('never heard') },
    ])
    const wrong = [rule('late', [window(1)], { fact: 'placed', is: { on_or_after: '2026-02-28' } })]
    expect(
      (
        await call('agent', 'POST', `${shop}/policies/check`, {
          rules: [{ ...wrong[0], then: [{ cap: { per: 'sku', returns: 1, days: null } }] }],
        })
      ).status,
    ).toBe(400)
    expect((await ok('agent', 'GET', `${shop}/policies`)).data).toHaveLength(before)
  })
})

describe('templates', () => {
  test('are listed with what they rest on, and make drafts', async () => {
    const { data } = await ok('agent', 'GET', '/v1/policy_templates')
    expect(data.map(({ name }: { name: string }) => name)).toEqual(['eu', 'uk', 'us', 'marketplace'])
    for (const template of data) {
      expect(template.rests.length).toBeGreaterThan(1)
      expect(await ok('agent', 'POST', `${shop}/policies/check`, { rules: template.rules })).toMatchObject({
        ok: true,
        errors: [],
      })
    }
    const draft = await call('owner', 'POST', `${shop}/policies`, { template: 'uk' })
    expect([draft.status, draft.body.name, draft.body.rules]).toEqual([201, data[1].title, data[1].rules])
    expect((await call('owner', 'POST', `${shop}/policies`, { name: 'Neither' })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'rules' }],
    })
    expect((await call('owner', 'POST', `${shop}/policies`, { template: 'moon' })).status).toBe(400)
  })
})

describe('a version that starts later', () => {
  test('is live and not yet in force, and can be called off', async () => {
    const first = (await call('owner', 'POST', `${shop}/policies`, { name: 'First', rules: [rule('w', [window(30)])] }))
      .body
    const second = (
      await call('owner', 'POST', `${shop}/policies`, { name: 'Second', rules: [rule('w', [window(5)])] })
    ).body
    expect(await ok('owner', 'POST', `${shop}/policies/${first.id}/activate`, {})).toMatchObject({ in_force: true })
    const planned = await ok('owner', 'POST', `${shop}/policies/${second.id}/activate`, { at: '2026-04-01T00:00:00Z' })
    expect(planned).toMatchObject({ state: 'live', in_force: false, valid_from: '2026-04-01T00:00:00.000Z' })
    expect(await ok('agent', 'GET', `${shop}/policies/${first.id}`)).toMatchObject({ state: 'past', in_force: true })
    expect((await call('agent', 'POST', `${shop}/policies/${second.id}/call_off`, {})).status).toBe(403)
    expect(await ok('owner', 'POST', `${shop}/policies/${second.id}/call_off`, {})).toMatchObject({ state: 'draft' })
    expect(await ok('agent', 'GET', `${shop}/policies/${first.id}`)).toMatchObject({ state: 'live', in_force: true })
  })
})

describe('trying', () => {
  test('says what would change about lines and returns, and what money moves', async () => {
    const order = await kit.order()
    const ret = await kit.file(order, 1)
    const answer = await ok('agent', 'POST', `${shop}/policies/simulate`, {
      rules: [rule('short', [window(0)]), rule('fee', [{ fee: { kind: 'restocking_fee', rate_ppm: 100_000 } }])],
    })
    expect(answer).toMatchObject({
      against: 'then',
      tried: { id: null, version: null, name: null },
      summary: { orders: 1, returns: 1, changed: { orders: 1, returns: 1 }, money: [{ currency: 'EUR', returns: 1 }] },
      more: 0,
    })
    const of = (about: string) => answer.changes.find((one: { about: string }) => one.about === about)
    expect(of('line')).toMatchObject({
      order_id: order.id,
      line_id: expect.any(String),
      what: expect.arrayContaining(['earlier']),
      rules: ['short'],
    })
    expect(of('return')).toMatchObject({
      return_id: ret.id,
      return_number: ret.number,
      what: ['refused', 'money'],
      after: { refusals: [{ code: 'window_closed' }], total: { amount_minor: 0, currency: 'EUR' } },
    })
  })

  test('takes rules, a version or a template, and one of them', async () => {
    const draft = (await call('owner', 'POST', `${shop}/policies`, { template: 'us' })).body
    expect(await ok('agent', 'POST', `${shop}/policies/simulate`, { policy_id: draft.id, limit: 1 })).toMatchObject({
      tried: { id: draft.id, version: draft.version, name: draft.name },
    })
    const now = { template: 'eu', against: 'now', since: '2026-01-01T00:00:00Z' }
    expect(await ok('agent', 'POST', `${shop}/policies/simulate`, now)).toMatchObject({ against: 'now' })
    for (const body of [
      {},
      { template: 'eu', rules: [] },
      { template: 'eu', limit: 0 },
      { template: 'eu', limit: 10_001 },
      { rules: [{ id: 'x' }] },
    ])
      expect((await call('agent', 'POST', `${shop}/policies/simulate`, body)).status).toBe(400)
    expect((await call('shopper', 'POST', `${shop}/policies/simulate`, { template: 'eu' })).status).toBe(403)
    expect((await call('stranger', 'POST', `${shop}/policies/simulate`, { template: 'eu' })).status).toBe(404)
  })
})

describe('what is told about a line', () => {
  test('names the rule that refuses to staff and not to shoppers, until when to both', async () => {
    const order = await kit.order()
    kit.clock.forward(24 * 60)
    const refusal = async (role: string) =>
      (await ok(role, 'POST', `/v1/orders/${order.id}/assessment`, {})).assessment.lines[0].refusals[0]
    expect(await refusal('agent')).toMatchObject({ code: 'window_closed', rule_id: 'w', until: expect.any(String) })
    const shown = await refusal('shopper')
    expect(shown).toMatchObject({ code: 'window_closed', until: expect.any(String) })
    expect(shown).not.toHaveProperty('rule_id')
  })

  test('what staff file against policy needs a reason, which is kept and shown to staff alone', async () => {
    const order = await kit.order()
    kit.clock.forward(24 * 60)
    const items = [{ line_id: order.lines[0]?.id, quantity: 1, reason: { code: 'too_small' } }]
    const filed = (role: string, more: object = {}) =>
      call(role, 'POST', '/v1/returns', { order_id: order.id, items, ...more })
    expect((await filed('shopper')).body).toMatchObject({ code: 'not_eligible' })
    expect((await filed('agent')).body).toMatchObject({
      code: 'override_needed',
      detail: expect.stringContaining('override'),
    })
    expect((await filed('agent', { override: '  ' })).status).toBe(400)
    expect((await filed('shopper', { override: 'Please' })).body.status).toBeGreaterThanOrEqual(400)
    const { status, body } = await filed('agent', { override: 'A regular customer.' })
    expect([status, body.assessment.overridden]).toEqual([
      201,
      { by: expect.any(String), reason: 'A regular customer.' },
    ])
    expect((await ok('agent', 'GET', `/v1/returns/${body.id}`)).assessment.overridden.reason).toBe(
      'A regular customer.',
    )
    expect((await ok('shopper', 'GET', `/v1/returns/${body.id}`)).assessment).not.toHaveProperty('overridden')
  })
})

describe('holidays', () => {
  test('of a region and a year, and the regions there are', async () => {
    const { data } = await ok('agent', 'GET', '/v1/holidays?region=DE-BY&year=2026')
    expect(data).toContainEqual({ date: '2026-01-06', name: 'Heilige Drei Könige' })
    expect((await ok('agent', 'GET', '/v1/holidays/regions?country=DE')).data).toContainEqual({
      code: 'DE-BY',
      name: 'Bayern',
    })
    expect((await ok('agent', 'GET', '/v1/holidays/regions')).data.length).toBeGreaterThan(100)
    for (const query of ['region=XX&year=2026', 'region=DE', 'year=2026', 'region=DE&year=1', 'region=de&year=2026'])
      expect([query, (await call('agent', 'GET', `/v1/holidays?${query}`)).status]).toEqual([query, 400])
  })

  test('follow from a shop’s region', async () => {
    const calendar = { weekend: [6, 7], holidays: [], region: 'GR' }
    const changed = await ok('owner', 'PATCH', shop, { calendar })
    expect(changed.calendar).toMatchObject({ region: 'GR', regional: { from: 2025, to: 2029 } })
    expect(await ok('owner', 'PATCH', shop, { calendar: changed.calendar })).toMatchObject({
      calendar: changed.calendar,
    })
    expect((await call('owner', 'PATCH', shop, { calendar: { ...calendar, region: 'XX' } })).body).toMatchObject({
      errors: [{ path: 'calendar.region' }],
    })
  })
})
