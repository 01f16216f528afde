import { beforeAll, describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import { Shapes, type Wrong } from '../../test/kit/bad-input.ts'
import type { Return } from '../core/return/return.ts'
import { query } from '../db/pool.ts'
import { portalOfShop } from '../desk/shopper/portal.ts'
import { proved, sealSession } from '../desk/shopper/session.ts'
import { fieldPath } from '../http/field-path.ts'
import { FieldError, Problem } from '../http/problem.ts'
import { buildValidator } from '../http/validation.ts'
import { ACT_VERBS } from './verbs.ts'
import { BODIES } from './wire/bodies.ts'
import { COMPONENTS } from './wire/components.ts'

const kit = await openApiKit()
const { app, call } = kit
const shapes = new Shapes(COMPONENTS)
const build = buildValidator(
  Object.fromEntries([FieldError, Problem, ...COMPONENTS].map(schema => [(schema as { $id?: string }).$id, schema])),
)

const UNKNOWN = '00000000-0000-7000-8000-000000000000'
type Route = { method: 'POST' | 'PUT' | 'PATCH' | 'GET' | 'DELETE'; url: string; body?: object; querystring?: object }

/** From the reference, so that no address can be forgotten; previews take the bodies of their verbs. */
const routes: Route[] = Object.entries(app.swagger().paths ?? {}).flatMap(([url, methods]) =>
  Object.keys(methods ?? {}).map(method => ({ method: method.toUpperCase() as Route['method'], url })),
)
const changing = routes.filter(
  ({ method, url }) => method !== 'GET' && method !== 'DELETE' && !/\/(?:files|photos)$/.test(url),
)

let ret: Return
/** What a shopper holds, and where the shop's page stands. */
let session: string
let slug: string
/** Holds a key that may do nothing. */
const nobody = await kit.key({ role: 'carrier', scopes: [] })
beforeAll(async () => {
  const order = await kit.order()
  ret = await kit.file(order, 1)
  session = sealSession(kit.desk, proved(kit.desk, order, 'customer'))
  slug = (await portalOfShop(kit.desk, kit.org, kit.shop.id))?.slug ?? ''
})

/** Who may ask there: shoppers hold no keys. */
const owner = (url: string): string => (url.startsWith('/v1/shopper/') ? session : 'owner')

const schemaOf = ({ method, url }: Route): object | undefined => {
  const operation = (app.swagger().paths as Record<string, Record<string, any>>)[url]?.[method.toLowerCase()]
  const $ref: string | undefined = operation?.requestBody?.content?.['application/json']?.schema?.$ref
  return COMPONENTS.find(schema => (schema as { $id?: string }).$id === $ref?.replace('#/components/schemas/', ''))
}

/** The address with ids that are there, or with ids nobody knows. */
const filled = (url: string, known: boolean): string =>
  url
    .replace('{shop}', known ? kit.shop.id : UNKNOWN)
    .replace('{external_id}', 'nobody-5001')
    .replace('{delivery}', UNKNOWN)
    .replace('{portal}', known ? slug : 'nobodys')
    .replace('{code}', UNKNOWN)
    .replace('{number}', known ? ret.number : 'NONE2222')
    .replace(
      '{id}',
      known
        ? url.startsWith('/v1/orders')
          ? ret.order
          : url.startsWith('/v1/shops/{id}')
            ? kit.shop.id
            : ret.id
        : UNKNOWN,
    )

const TABLES = [
  'shops',
  'policies',
  'orders',
  'sold',
  'payments',
  'returns',
  'return_events',
  'outbox',
  'errands',
  'idempotency',
  'strays',
  'files',
  'credits',
  'audit',
  'api_keys',
  'orgs',
  'tallies',
  'endpoints',
  'deliveries',
  'attempts',
  'mails',
]

/** Every row of every table, as one figure each. */
const everything = async () =>
  Object.fromEntries(
    await Promise.all(
      TABLES.map(async table => [
        table,
        (
          await query<{ sum: string }>(kit.database.pool, {
            text: `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${table} t`,
            prepare: false,
          })
        ).rows[0]?.sum,
      ]),
    ),
  )

const isProblem = (reply: { status: number; body: any; headers: Record<string, any> }) =>
  reply.status >= 400 &&
  reply.status < 500 &&
  String(reply.headers['content-type']).startsWith('application/problem+json') &&
  typeof reply.body.code === 'string' &&
  reply.body.detail?.length > 5 &&
  reply.body.request_id !== undefined

const hasBadText = (body: unknown): boolean => /\\u0000|\\ud83d(?!\\ud)/.test(JSON.stringify(body))
const nests = (body: unknown): boolean => JSON.stringify(body).includes('{"a":'.repeat(33))

/** The field itself is named, or what holds it, or something inside of it. Of two things that would do, the other one may be missed. */
const names = (errors: { path: string; code: string }[], { why, steps }: Omit<Wrong, 'body'>): boolean => {
  const wanted = fieldPath(steps)
  if (
    why === 'missing' &&
    (errors.some(({ code }) => code === 'required') || names(errors, { why: '', steps: steps.slice(0, -1) }))
  )
    return true
  return errors.some(({ path }) => path.startsWith(wanted) || wanted.startsWith(path))
}

test('every field of every body, in every way it can be wrong, is corrected by name and changes nothing', {
  timeout: 120_000,
}, async () => {
  const before = await everything()
  // Commands of `acts` are the bodies of the verbs once more.
  const seen = new Set(['Command'])
  const strange: string[] = []
  let asked = 0
  for (const route of changing) {
    const body = schemaOf(route)
    if (!body) continue
    const check = build({ schema: body, httpPart: 'body' } as never) as (value: unknown) => { error?: unknown }
    for (const field of shapes.fields(body, seen)) {
      for (const wrong of shapes.wrongs(field)) {
        const fits = !check(wrong.body).error && !hasBadText(wrong.body) && !nests(wrong.body)
        // What only looks strange and fits goes where nobody is, under a key that may change nothing.
        const reply = await call(fits ? nobody : owner(route.url), route.method, filled(route.url, !fits), wrong.body)
        asked++
        if (!isProblem(reply))
          strange.push(`${route.method} ${route.url} ${wrong.why} ${fieldPath(wrong.steps)}: ${reply.status}`)
        else if (!fits && !names(reply.body.errors ?? [], wrong))
          strange.push(
            `${route.url} ${wrong.why} ${fieldPath(wrong.steps)}: ${reply.status} ${JSON.stringify(reply.body.errors)}`,
          )
      }
    }
  }
  expect(strange).toEqual([])
  expect(asked).toBeGreaterThan(3_000)
  expect(await everything()).toEqual(before)
})

test('each command of several is corrected where it stands, by what its verb takes', async () => {
  const url = `/v1/returns/${ret.id}/acts`
  for (const [commands, paths] of [
    [[{ verb: 'approve' }, { verb: 'reject' }], ['commands[1].reason']],
    [[{ verb: 'approve', handlings: 'keep' }], ['commands[0].handlings']],
    [[{ verb: 'submit' }], ['commands[0].verb']],
    [[{ verb: null }], ['commands[0].verb']],
    [[{}], ['commands[0].verb']],
    [['approve'], ['commands[0]']],
    [[], ['commands']],
    [Array(21).fill({ verb: 'approve' }), ['commands']],
    [[{ verb: 'settle', payout_id: ret.id, outcome: 'lost' }], ['commands[0].outcome']],
  ] as const) {
    const reply = await call('agent', 'POST', url, { commands })
    expect(
      [reply.status, [...new Set(reply.body.errors?.map((error: { path: string }) => error.path))]],
      JSON.stringify(commands).slice(0, 80),
    ).toEqual([400, paths])
  }
})

describe('an address', () => {
  const GARBAGE = [
    '',
    'abc',
    '-1',
    '0',
    '1e999',
    'NaN',
    '[]',
    '{}',
    "'",
    '\\',
    "a' & !b:*|(c",
    '%25',
    '👨‍👩‍👧',
    'a%00b',
    '%ed%a0%80',
    'x'.repeat(5_000),
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    ',,,',
    'submitted,',
    UNKNOWN,
  ]

  test('with any query is taken or corrected, and never our fault', async () => {
    const strange: string[] = []
    for (const { method, url } of routes.filter(route => route.method === 'GET' && !route.url.includes('/files/'))) {
      const parameters = ((app.swagger().paths as Record<string, any>)[url].get.parameters ?? []).filter(
        (one: { in: string }) => one.in === 'query',
      )
      for (const { name } of [...parameters, { name: 'surplus' }, { name: '__proto__' }]) {
        for (const value of GARBAGE) {
          const text = value.includes('%') ? value : encodeURIComponent(value)
          const reply = await call(
            owner(url),
            method,
            `${filled(url, true).replace('/policies/' + ret.id, `/policies/${UNKNOWN}`)}?${name}=${text}`,
          )
          if (reply.status !== 200 && !isProblem(reply))
            strange.push(`${url} ${name}=${value.slice(0, 30)}: ${reply.status}`)
        }
      }
    }
    expect(strange).toEqual([])
  })

  test('with an id that is none, or nobody’s, is answered with a problem', async () => {
    const strange: string[] = []
    for (const { method, url } of routes.filter(route => route.url.includes('{'))) {
      for (const id of [
        UNKNOWN,
        UNKNOWN.toUpperCase(),
        'abc',
        '%00',
        '%F0%9F%98%80',
        '..%2f..%2fetc',
        'x'.repeat(600),
        "1'%20or%201=1",
      ]) {
        const body =
          method === 'GET' || method === 'DELETE'
            ? undefined
            : (shapes.sample(schemaOf({ method, url }) ?? { type: 'object' }) as object)
        const reply = await call(owner(url), method, url.replaceAll(/\{\w+\}/g, id), body)
        if (!isProblem(reply)) strange.push(`${method} ${url} ${id.slice(0, 20)}: ${reply.status}`)
      }
    }
    expect(strange).toEqual([])
  })
})

test('what is no JSON, of another kind, or too large is refused on every route, and changes nothing', async () => {
  const before = await everything()
  const strange: string[] = []
  for (const { method, url } of changing) {
    const sent: [string, number[], string | Buffer, Record<string, string>][] = [
      ['broken', [400], '{"a": ', {}],
      ['not UTF-8', [400], Buffer.from([0x7b, 0xff, 0x7d]), {}],
      ['a list', [400], '[]', {}],
      ['a text', [400], '"text"', {}],
      ['a prototype', [400], '{"__proto__": {"admin": true}}', {}],
      ['xml', [415], '<a/>', { 'content-type': 'application/xml' }],
      ['a key that is none', [400], '{}', { 'idempotency-key': 'with space' }],
      ['a key too long', [400], '{}', { 'idempotency-key': 'k'.repeat(256) }],
    ]
    for (const [what, wanted, payload, headers] of sent) {
      // Asking for an assessment, a check or a dry run changes nothing, so it takes no key.
      if (/\/(?:assessment|check|dry_run)$/.test(url) && headers['idempotency-key']) continue
      const reply = await call(owner(url), method, filled(url, true), payload, headers)
      if (!isProblem(reply) || !wanted.includes(reply.status))
        strange.push(`${method} ${url} ${what}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 200)}`)
    }
  }
  for (const url of ['/v1/returns', '/v1/keys', `/v1/returns/${ret.id}/note`])
    expect((await call('owner', 'POST', url, `{"note":"${'x'.repeat(1_100_000)}"}`)).body).toMatchObject({
      status: 413,
      code: 'body_too_large',
    })
  for (const tag of ['7', '"7', '"1", "2"'])
    expect((await call('owner', 'POST', `/v1/returns/${ret.id}/approve`, {}, { 'if-match': tag })).body).toMatchObject({
      status: 400,
      errors: [{ in: 'header', path: 'if-match' }],
    })
  expect(strange).toEqual([])
  expect(await everything()).toEqual(before)
})

test('every verb, asked for with everything in it and figures at their limits, is taken or refused, and its preview changes nothing', async () => {
  const before = await everything()
  const strange: string[] = []
  const item = ret.items[0]?.id
  const known: Record<string, unknown> = {
    item_id: item,
    line_id: ret.items[0]?.line,
    amount_minor: 1_000_000_000_000_000,
    quantity: 10_000,
    media: [],
    until: '9999-12-31T23:59:59Z',
    to_limit: 1,
  }
  for (const verb of ACT_VERBS) {
    const members = (BODIES[verb] as { anyOf?: object[] }).anyOf ?? [BODIES[verb]]
    for (const member of members) {
      for (const role of ['owner', 'shopper', 'arbiter', 'system', 'warehouse', 'carrier']) {
        const { expected_version: _, ...body } = withKnown(shapes.sample(member), known) as Record<string, unknown>
        const reply = await call(role, 'POST', `/v1/returns/${ret.id}/${verb}/preview`, body)
        if (reply.status !== 200 && !isProblem(reply))
          strange.push(`${verb} as ${role}: ${reply.status} ${JSON.stringify(reply.body)}`)
      }
    }
  }
  expect(strange).toEqual([])
  expect(await everything()).toEqual(before)
})

/** The sample with ids that are there and figures at their limits. */
function withKnown(value: unknown, known: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map(entry => withKnown(entry, known))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      Object.hasOwn(known, name) ? known[name] : withKnown(member, known),
    ]),
  )
}
