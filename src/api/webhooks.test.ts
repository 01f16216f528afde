import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import { query } from '../db/pool.ts'

const kit = await openApiKit()
const { call, ok } = kit
const URL = 'https://erp.example/hooks'
const NOBODYS = '00000000-0000-7000-8000-000000000000'

const make = (more: object = {}) => ok('owner', 'POST', '/v1/webhooks', { name: 'ERP', url: URL, ...more })
const whsec = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

describe('endpoints', () => {
  test('are made, with a secret that is shown once', async () => {
    const made = await call('owner', 'POST', '/v1/webhooks', {
      name: 'ERP',
      url: URL,
      shops: [kit.shop.id.toUpperCase()],
      events: ['payout.*', 'request.approved'],
      concurrency: 8,
    })
    expect([made.status, made.headers.etag]).toEqual([201, '"1"'])
    expect(made.body).toMatchObject({
      organization_id: kit.org,
      name: 'ERP',
      url: URL,
      format: 'native',
      format_version: null,
      shops: [kit.shop.id],
      events: ['payout.*', 'request.approved'],
      concurrency: 8,
      state: 'on',
      why: null,
      failing_since: null,
      failures: 0,
      version: 1,
      secret: expect.stringMatching(/^whsec_/),
    })
    const { secret, ...rest } = made.body
    const read = await call('agent', 'GET', `/v1/webhooks/${made.body.id}`)
    expect([read.body, read.headers.etag]).toEqual([rest, '"1"'])
    expect((await ok('agent', 'GET', '/v1/webhooks')).data).toContainEqual(rest)
    expect(JSON.stringify(await ok('owner', 'GET', `/v1/audit?subject=${rest.id}`))).not.toContain(secret.slice(6))
    expect((await call('owner', 'GET', `/v1/webhooks/${rest.id}`, undefined, { 'if-none-match': '"1"' })).status).toBe(
      304,
    )
  })

  test('are made once per key, with the same secret in both answers', async () => {
    const asked = ['owner', 'POST', '/v1/webhooks', { name: 'Once', url: URL }, { 'idempotency-key': 'once' }] as const
    expect((await call(...asked)).body).toEqual((await call(...asked)).body)
  })

  test('are changed, switched off and on, and deleted, without treading on each other', async () => {
    const { id } = await make()
    const one = `/v1/webhooks/${id}`
    const changed = await call('owner', 'PATCH', one, { name: 'Books', events: null }, { 'if-match': '"1"' })
    expect([changed.body.name, changed.body.version, changed.headers.etag]).toEqual(['Books', 2, '"2"'])
    for (const [method, path] of [
      ['PATCH', ''],
      ['POST', '/switch_on'],
      ['POST', '/switch_off'],
      ['POST', '/rotate'],
      ['DELETE', ''],
    ] as const)
      expect((await call('owner', method, one + path, undefined, { 'if-match': '"1"' })).body, path).toMatchObject({
        status: 409,
        code: 'stale_version',
        allowed: { version: 2 },
      })
    expect((await call('owner', 'PATCH', one, { name: 'Late', expected_version: 1 })).status).toBe(409)
    expect(await ok('owner', 'POST', `${one}/switch_off`)).toMatchObject({
      state: 'off',
      why: 'Switched off by owner key.',
    })
    expect((await ok('owner', 'POST', `${one}/switch_off`, { why: 'Moving.' })).why).toBe('Moving.')
    expect(await ok('owner', 'POST', `${one}/switch_on`, { expected_version: 4 })).toMatchObject({
      state: 'on',
      why: null,
      version: 5,
    })
    expect(await ok('owner', 'DELETE', one)).toMatchObject({ id, name: 'Books' })
    expect((await call('owner', 'GET', one)).status).toBe(404)
    expect((await call('owner', 'DELETE', one)).status).toBe(404)
    const { data } = await ok('owner', 'GET', `/v1/audit?subject=${id}`)
    expect(data.map(({ what }: { what: string }) => what)).toEqual([
      'webhook.deleted',
      'webhook.switched_on',
      'webhook.switched_off',
      'webhook.switched_off',
      'webhook.changed',
      'webhook.created',
    ])
  })

  test('get a new secret, and say how long the old one still signs', async () => {
    const { id, secret } = await make()
    const rotated = await ok('owner', 'POST', `/v1/webhooks/${id}/rotate`)
    expect(rotated).toMatchObject({ version: 2, previous_secret_until: '2026-03-11T12:00:00.000Z' })
    expect(rotated.secret).not.toBe(secret)
    const own = await ok('owner', 'POST', `/v1/webhooks/${id}/rotate`, { secret: whsec, grace_hours: 0 })
    expect(own).toMatchObject({ secret: whsec, previous_secret_until: null })
  })

  test('in a platform’s language name it and a version of it', async () => {
    const wish = { name: 'Told', url: URL, format: 'aftership' }
    expect(await ok('owner', 'POST', '/v1/webhooks', { ...wish, version: '2026-01' })).toMatchObject({
      format: 'aftership',
      format_version: '2026-01',
      version: 1,
    })
    expect(await ok('owner', 'POST', '/v1/webhooks', wish)).toMatchObject({ format_version: '2025-07' })
    const both = { ...wish, version: '2026-01', format_version: '2025-07' }
    expect((await call('owner', 'POST', '/v1/webhooks', both)).body).toMatchObject({
      status: 400,
      errors: [{ path: 'version' }],
    })
  })

  test.each([
    [{ format: 'aftership', version: '1999-01' }, 'format_version', 'invalid'],
    [{ version: '2026-01' }, 'format_version', 'invalid'],
    [{ name: ' ' }, 'name', 'wrong_format'],
    [{ name: 'x'.repeat(121) }, 'name', 'too_long'],
    [{ url: 'erp.example' }, 'url', 'wrong_format'],
    [{ url: 'https://' }, 'url', 'wrong_format'],
    [{ url: 'https://[' }, 'url', 'invalid'],
    [{ url: 'https://maja:pass@erp.example' }, 'url', 'invalid'],
    [{ url: `https://erp.example/${'x'.repeat(2_000)}` }, 'url', 'too_long'],
    [{ format: 'morse' }, 'format', 'invalid'],
    [{ shops: [] }, 'shops', 'too_few'],
    [{ shops: ['main'] }, 'shops[0]', 'wrong_format'],
    [{ events: [] }, 'events', 'too_few'],
    [{ events: ['request.forgotten'] }, 'events[0]', 'not_allowed'],
    [{ events: ['*'] }, 'events[0]', 'not_allowed'],
    [{ events: ['payout.*', 'payout.*'] }, 'events', 'not_unique'],
    [{ concurrency: 0 }, 'concurrency', 'too_small'],
    [{ concurrency: 33 }, 'concurrency', 'too_large'],
    [{ state: 'paused' }, 'state', 'not_allowed'],
    [{ secret: 'whsec_tooshort' }, 'secret', 'invalid'],
    [{ secret: 'x' }, 'secret', 'too_short'],
    [{ colour: 'red' }, 'colour', 'unknown_field'],
  ])('with %o are corrected by name', async (wrong, path, code) => {
    const reply = await call('owner', 'POST', '/v1/webhooks', { name: 'ERP', url: URL, ...wrong })
    expect(reply.body).toMatchObject({ status: 400, errors: [{ in: 'body', path, code }] })
  })

  test('rotate only as far as a week, and with a secret that can sign', async () => {
    const { id } = await make()
    for (const [wrong, path] of [
      [{ grace_hours: 169 }, 'grace_hours'],
      [{ grace_hours: -1 }, 'grace_hours'],
      [{ grace_hours: 1.5 }, 'grace_hours'],
      [{ secret: 'whsec_tooshort' }, 'secret'],
    ] as const)
      expect((await call('owner', 'POST', `/v1/webhooks/${id}/rotate`, wrong)).body).toMatchObject({
        status: 400,
        errors: [{ path }],
      })
  })

  test('are shown and open only to those who may', async () => {
    const { id } = await make()
    const trial = await ok('owner', 'POST', `/v1/webhooks/${id}/trial`)
    const one = `/v1/webhooks/${id}`
    const reading = [
      '/v1/webhooks',
      one,
      `${one}/deliveries`,
      '/v1/webhooks/deliveries',
      `${one}/deliveries/${trial.id}`,
    ]
    const writing = [
      ['POST', '/v1/webhooks', { name: 'Mine', url: URL }],
      ['PATCH', one, { name: 'Mine' }],
      ['POST', `${one}/switch_on`],
      ['POST', `${one}/switch_off`],
      ['POST', `${one}/rotate`],
      ['POST', `${one}/trial`],
      ['POST', `${one}/replay`, { since: '2026-03-01T00:00:00Z' }],
      ['POST', `${one}/deliveries/${trial.id}/retry`],
      ['DELETE', one],
    ] as const
    for (const role of ['agent', 'warehouse', 'arbiter', 'shopper', 'carrier', 'system']) {
      for (const url of reading)
        expect((await call(role, 'GET', url)).status, `${role} ${url}`).toBe(role === 'agent' ? 200 : 403)
      for (const [method, url, body] of writing)
        expect((await call(role, method, url, body)).body, `${role} ${url}`).toMatchObject({
          status: 403,
          code: 'forbidden',
        })
    }
    const tied = await kit.key({ role: 'owner', shops: [kit.shop.id] })
    for (const key of ['stranger', tied]) {
      for (const url of reading.filter(url => url.startsWith(one)))
        expect((await call(key, 'GET', url)).status, url).toBe(404)
      for (const url of ['/v1/webhooks', `/v1/webhooks/deliveries?endpoint=${id}`])
        expect(JSON.stringify(await ok(key, 'GET', url)), url).not.toContain(id)
      for (const [method, url, body] of writing.slice(1))
        expect((await call(key, method, url, body)).status, `${method} ${url}`).toBe(404)
    }
    expect((await call(null, 'GET', '/v1/webhooks')).status).toBe(401)
    expect((await ok(tied, 'POST', '/v1/webhooks', { name: 'Ours', url: URL })).shops).toEqual([kit.shop.id])
  })
})

describe('deliveries', () => {
  test('are listed, read with every try, and sent again', async () => {
    const { id } = await make()
    const trial = await ok('owner', 'POST', `/v1/webhooks/${id}/trial`)
    expect(trial).toMatchObject({
      endpoint_id: id,
      return_id: null,
      sequence: null,
      type: 'webhook.trial',
      state: 'waiting',
      next_at: expect.any(String),
      finished_at: null,
    })
    const one = `/v1/webhooks/${id}/deliveries/${trial.id}`
    expect(await ok('owner', 'POST', `${one}/retry`)).toMatchObject({ id: trial.id })
    await query(kit.database.pool, {
      text: `update deliveries set state = 'dead', attempts = 1, finished_at = created_at where id = $1`,
      values: [trial.id],
    })
    await query(kit.database.pool, {
      text: `insert into attempts (org_id, delivery_id, attempt, at, status, latency_ms, error, answer) values ($1, $2, 1, '2026-03-10T12:00:01Z', 500, 84, 'The answer was 500.', 'Oops')`,
      values: [kit.org, trial.id],
    })
    expect(await ok('agent', 'GET', one)).toMatchObject({
      state: 'dead',
      next_at: null,
      log: [{ attempt: 1, at: '2026-03-10T12:00:01.000Z', status: 500, latency_ms: 84, answer: 'Oops' }],
    })
    const again = await call('owner', 'POST', `${one}/retry`)
    expect(again.status).toBe(201)
    expect(again.body).toMatchObject({ event_id: trial.event_id, is_replay: true, state: 'waiting' })
    const states = async (filter: string) =>
      (await ok('agent', 'GET', `/v1/webhooks/${id}/deliveries?${filter}`)).data.map((row: { id: string }) => row.id)
    expect(await states('state=dead')).toEqual([trial.id])
    expect(await states('state=waiting,taken&type=webhook.trial')).toEqual([again.body.id])
    expect(await states('before=2020-01-01T00:00:00Z')).toEqual([])
    expect(await states(`return=${NOBODYS}`)).toEqual([])
    expect((await ok('agent', 'GET', `/v1/webhooks/deliveries?endpoint=${id},${NOBODYS}`)).data).toHaveLength(2)
  })

  test('come page by page', async () => {
    const { id } = await make()
    const made: string[] = []
    for (let count = 0; count < 5; count++) made.unshift((await ok('owner', 'POST', `/v1/webhooks/${id}/trial`)).id)
    const seen: string[] = []
    for (let after = ''; ; ) {
      const page = await ok('agent', 'GET', `/v1/webhooks/${id}/deliveries?limit=2${after}`)
      seen.push(...page.data.map((row: { id: string }) => row.id))
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(seen).toEqual(made)
  })

  test('are not put on the way to an endpoint that is off', async () => {
    const { id } = await make({ state: 'off' })
    for (const [path, body] of [
      ['trial', undefined],
      ['replay', { since: '2026-03-01T00:00:00Z' }],
    ] as const)
      expect((await call('owner', 'POST', `/v1/webhooks/${id}/${path}`, body)).body).toMatchObject({
        status: 409,
        code: 'not_open',
      })
  })
})

describe('a replay', () => {
  test('says how much is on the way', async () => {
    const { id } = await make({ events: ['request.*', 'return.submitted'] })
    const since = kit.clock.now
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve' })
    kit.clock.forward(1)
    const url = `/v1/webhooks/${id}/replay`
    expect(await ok('owner', 'POST', url, { since })).toEqual({ queued: 2, remaining: 0, next: null })
    expect(await ok('owner', 'POST', url, { since, types: ['request.*'] })).toMatchObject({ queued: 1 })
    expect(
      await ok('owner', 'POST', url, { since: '2020-01-01T00:00:00+01:00', until: '2020-02-01T00:00:00Z' }),
    ).toEqual({ queued: 0, remaining: 0, next: null })
    const { data } = await ok('owner', 'GET', `/v1/webhooks/${id}/deliveries?return=${ret.id}&type=return.submitted`)
    expect(data).toMatchObject([{ return_id: ret.id, sequence: 1, is_replay: true, type: 'return.submitted' }])
  })

  test('goes on where it was left, to the end it began with', async () => {
    const { id } = await make()
    kit.clock.forward(1)
    const since = kit.clock.now
    const ret = await kit.file(await kit.order(), 1)
    await query(kit.database.pool, {
      text: `insert into return_events (org_id, return_id, sequence, id, type, at, body)
        select $1, $2, 1000 + n, gen_random_uuid(), 'note.written', $3::timestamptz, '{}' from generate_series(1, 5000) n`,
      values: [kit.org, ret.id, since],
    })
    kit.clock.forward(1)
    const first = await ok('owner', 'POST', `/v1/webhooks/${id}/replay`, { since, types: ['note.*', 'return.*'] })
    expect(first).toEqual({ queued: 5_000, remaining: 1, next: expect.any(String) })
    await kit.file(await kit.order(), 1)
    kit.clock.forward(1)
    const more = { since, types: ['note.*', 'return.*'], after: first.next }
    expect(await ok('owner', 'POST', `/v1/webhooks/${id}/replay`, more)).toEqual({
      queued: 1,
      remaining: 0,
      next: null,
    })
    const { id: other } = await make()
    expect((await call('owner', 'POST', `/v1/webhooks/${other}/replay`, more)).body).toMatchObject({
      status: 400,
      errors: [{ in: 'body', path: 'after', code: 'invalid_cursor' }],
    })
  })

  test.each([
    [{}, 'since'],
    [{ since: 'yesterday' }, 'since'],
    [{ since: '2026-02-30T00:00:00Z' }, 'since'],
    [{ since: '2026-03-02T00:00:00Z', until: '2026-03-01T00:00:00Z' }, 'until'],
    [{ since: '2026-03-02T00:00:00Z', until: 'later' }, 'until'],
    [{ since: '2026-03-02T00:00:00Z', types: ['nothing'] }, 'types[0]'],
    [{ since: '2026-03-02T00:00:00Z', after: 'here' }, 'after'],
  ])('of %o is corrected by name', async (wrong, path) => {
    const { id } = await make()
    const reply = await call('owner', 'POST', `/v1/webhooks/${id}/replay`, wrong)
    expect(reply.body).toMatchObject({ status: 400, errors: [{ in: 'body', path }] })
  })
})
