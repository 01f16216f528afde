/** Requests that are wrong in every way a request can be: each platform says no as it does, nothing changes, and nothing breaks. */
import { describe, expect, test } from 'vitest'
import {
  EVERY_CHANGE,
  EVERY_READING,
  openEverywhere,
  ownNo,
  saysNo,
  wellSaid,
  withoutNames,
} from '../../test/kit/everywhere.ts'
import { type Call, LANGUAGES, type Language } from '../../test/kit/languages.ts'
import { PLAIN } from '../../test/kit/platform-calls.ts'

const { doors, clients, now, nobody, version } = await openEverywhere()

const DEEP = Array(60)
  .fill(0)
  .reduce(inner => ({ a: inner }), 1)

/** In the place of anything. */
const WRONG: unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  'x'.repeat(100_000),
  '👩‍👧\u202e\ud83d',
  'a\u0000b',
  "' or 1=1 --",
  [],
  {},
  [[[]]],
  [null],
  DEEP,
]

describe.each(EVERY_CHANGE)('%s', (name, say) => {
  test.each(['{"a":', '\u0000', '{"a":1}}'])('%j is no JSON, and told so', async body => {
    const before = await version()
    const { language, call } = say(await now(), PLAIN)
    const headers = { 'content-type': 'application/json' }
    ownNo(language, await doors.ask(language, clients, { ...call, body, headers }), body)
    expect(await version()).toBe(before)
  })

  test.each(['null', '[]', '"text"', '7', '{"__proto__":{"a":1}}'])('%j is no object to go by', async body => {
    const { language, call } = say(await nobody(), PLAIN)
    const headers = { 'content-type': 'application/json' }
    wellSaid(language, await doors.ask(language, clients, { ...call, body, headers }), body)
  })

  test('wrong types and huge values change nothing when they are refused, and break nothing', async () => {
    const { language, call } = say(await now(), PLAIN)
    const body = call.body as Record<string, unknown>
    for (const member of Object.keys(body)) {
      for (const wrong of WRONG) {
        const before = await version()
        const what = `${name}, ${member}: ${JSON.stringify(wrong).slice(0, 60)}`
        const heard = await doors.ask(language, clients, { ...call, body: { ...body, [member]: wrong } })
        wellSaid(language, heard, what)
        if (saysNo(heard)) expect(await version(), what).toBe(before)
      }
    }
  })

  test('members nobody has heard of are passed over', async () => {
    const { language, call } = say(await nobody(), PLAIN)
    const body = { ...(call.body as object), surplus_member: [1] }
    const plain = await doors.ask(language, clients, call)
    const more = await doors.ask(language, clients, { ...call, body })
    expect(more.status).toBe(plain.status)
    expect(withoutNames(more)).toBe(withoutNames(plain))
  })
})

test.each(EVERY_READING)('%s: parameters nobody has heard of are passed over', async (_name, say) => {
  const { language, call } = say(await now(), PLAIN)
  const plain = await doors.ask(language, clients, call)
  const more = await doors.ask(language, clients, { ...call, query: { ...call.query, utm_source: 'x', 'a[]': '1' } })
  expect(more.status).toBe(plain.status)
  expect(withoutNames(more)).toBe(withoutNames(plain))
})

const IDS = ['0', '-1', ' ', 'a'.repeat(2_000), '9'.repeat(26), '👩', "'--", 'null', 'a/b', '%', '\u0000']
const NUMBERS = ['-1', '0', '1.5', 'NaN', '1e9', '9'.repeat(20), '', '0x10', 'x']
const MOMENTS = ['', 'x', '0000-00-00', '9999-99-99T99:99:99Z', '-1', '9'.repeat(14), '2026-02-30']

const asked = (path: string, values: readonly string[], ...names: string[]): Call[] =>
  values.map(value => ({ path, query: Object.fromEntries(names.map(name => [name, value])) }))
const named = (values: readonly string[], ...paths: string[]): Call[] =>
  values.flatMap(value => paths.map(path => ({ path: path.replace('{}', encodeURIComponent(value)) })))

const STRANGE: Record<Language, Call[]> = {
  shopee: [
    ...asked('/returns/get_return_detail', IDS, 'return_sn'),
    ...asked('/returns/get_return_list', NUMBERS, 'page_no', 'page_size'),
    ...asked('/returns/get_return_list', MOMENTS, 'create_time_from', 'update_time_to', 'status'),
  ],
  aftership: [
    ...named(IDS, '/returns/{}', '/returns/rma/{}'),
    ...asked('/returns', NUMBERS, 'page', 'limit'),
    ...asked('/returns', MOMENTS, 'created_at_min', 'created_at_max', 'approval_status', 'customer_email'),
  ],
  older_aftership: [...named(IDS, '/returns/{}', '/returns/rma/{}'), ...asked('/returns', NUMBERS, 'page', 'limit')],
  shopflix: [
    ...named(IDS, '/returns/{}'),
    ...asked('/returns', NUMBERS, 'page', 'itemsPerPage'),
    ...asked('/returns', MOMENTS, 'date_from', 'date_to', 'status'),
  ],
  shopline: [
    ...named(IDS, '/orders/{}/refunds.json', '/orders/{}/fulfillments.json'),
    ...asked('/return.json', IDS, 'id'),
    ...asked('/return.json', IDS, 'order_id'),
    ...asked('/return_package.json', IDS, 'return_id'),
    ...asked('/orders.json', NUMBERS, 'limit', 'page_info'),
  ],
}

describe.each(LANGUAGES)('in %s', language => {
  test('strange ids, pages, moments and words are answered as the platform answers', async () => {
    for (const call of STRANGE[language])
      wellSaid(language, await doors.ask(language, clients, call), `${call.path} ${JSON.stringify(call.query)}`)
  })

  test('unknown addresses and wrong methods are a no of the platform’s own', async () => {
    for (const path of ['/nothing', '/returns/a/b/c/d/e', '/%00'])
      ownNo(language, await doors.ask(language, clients, { path }), path)
    const seen = await now()
    for (const [name, say] of EVERY_READING) {
      const { language: spoken, call } = say(seen, PLAIN)
      if (spoken === language) ownNo(language, await doors.ask(language, clients, { ...call, method: 'DELETE' }), name)
    }
  })
})
