/** The same questions for every platform's door. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contractOf } from '../../test/conformance/promises.ts'
import { endpointOf } from '../../test/conformance/recordings.ts'
import { EVERY_CALL, openEverywhere } from '../../test/kit/everywhere.ts'
import { BASES, dialectOf } from '../../test/kit/languages.ts'
import { PLAIN } from '../../test/kit/platform-calls.ts'
import { TOTAL } from '../../test/walk/readings.ts'
import type { ShopId } from '../core/ids.ts'
import { REASON_CODES } from '../core/reasons.ts'
import { REFUSAL_CODES, refuse } from '../core/refusal.ts'
import { type Reading, columnsRead, read, whereRead } from '../core/return/reading.ts'
import { COLUMN_NAMES, COLUMNS, type Columns, tupleOf } from '../core/return/where.ts'
import type { Instant } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { sql } from '../db/statement.ts'
import { patternsOf } from '../db/where-sql.ts'
import * as aftershipIds from './aftership/ids.ts'
import { type Call as AfterShipCall, refusalOf as aftershipNo } from './aftership/refusals.ts'
import { DIALECT_NAMES } from './dialect.ts'
import * as shopeeIds from './shopee/ids.ts'
import { refusalOf as shopeeNo, type ShopeeCall } from './shopee/refusals.ts'
import { reasonWords } from './shopee/words.ts'
import * as shopflixIds from './shopflix/ids.ts'
import { refusals as shopflixNoes } from './shopflix/words.ts'
import { refusalOf as shoplineNo } from './shopline/answer.ts'
import * as shoplineIds from './shopline/ids.ts'
import { LINE_REASONS, REASON_HEARD, REASON_WORD } from './shopline/words.ts'

const { database, now } = await openEverywhere()

/** Every combination of the columns a reading looks at; the others cannot change its word, whatever they say. */
function* combinations(reading: Reading): Generator<Columns> {
  const looked = columnsRead(reading)
  const begin = Object.fromEntries(COLUMN_NAMES.map(column => [column, COLUMNS[column][0]])) as Columns
  function* vary(columns: Columns, left: typeof looked): Generator<Columns> {
    const [column, ...rest] = left
    if (column === undefined) return void (yield columns)
    for (const word of COLUMNS[column]) yield* vary({ ...columns, [column]: word }, rest)
  }
  yield* vary(begin, looked)
}

describe.each(Object.entries(TOTAL))('the reading %s', (_name, reading) => {
  test('finds the same returns in the database as in memory, in every combination of what it looks at', async () => {
    const all = [...combinations(reading)]
    const tuples = all.map(tupleOf)
    for (const word of Object.keys(reading)) {
      const { rows } = await query<{ tuple: string }>(
        database.pool,
        sql`select tuple from unnest(${tuples}::text[]) as state (tuple) where tuple ~ any (${patternsOf(whereRead(reading, [word]))}::text[]) order by tuple`,
      )
      const inMemory = all.filter(columns => read(reading, columns) === word).map(tupleOf)
      expect(
        rows.map(row => row.tuple),
        word,
      ).toEqual(inMemory.toSorted())
    }
  })
})

const root = join(import.meta.dirname, '../..')

describe('reasons', () => {
  test('each has a word where the platform has words', () => {
    for (const code of REASON_CODES) {
      expect(reasonWords[code], code).toMatch(/^[A-Z_]+$/)
      const word = REASON_WORD[code]
      if (code === 'none') expect(word).toBeNull()
      else expect(LINE_REASONS, code).toContain(word)
    }
  })

  test('what SHOPLINE says comes back as itself', () => {
    for (const word of LINE_REASONS) expect(REASON_WORD[REASON_HEARD[word]]).toBe(word)
  })
})

const SHOPEE_CALLS: ShopeeCall[] = [
  'get_return_list',
  'get_return_detail',
  'confirm',
  'offer',
  'accept_offer',
  'dispute',
  'convert_image',
  'upload_proof',
  'cancel_dispute',
  'upload_shipping_proof',
]
const AFTERSHIP_CALLS: AfterShipCall[] = [
  'read',
  'create',
  'approve',
  'resolve',
  'reject',
  'receive',
  'attach',
  'remove',
  'item',
  'drop',
  'link',
  'older_transition',
  'older_receive',
  'older_ship',
  'older_item',
]

describe.each(REFUSAL_CODES)('the refusal %s', code => {
  const refusal = refuse(code, { sentence: 'So it is.', path: 'items[0].quantity' })

  test('has an answer in every language, and by every call', () => {
    for (const call of SHOPEE_CALLS)
      expect(shopeeNo(call, refusal), call).toMatchObject({
        error: expect.stringMatching(/^[a-z][\w.]+$/),
        message: expect.stringMatching(/\S/),
      })
    for (const call of AFTERSHIP_CALLS) {
      const { status, code: number, type, message } = aftershipNo(call, refusal)
      expect(status, call).toBeGreaterThanOrEqual(400)
      expect(status, call).toBeLessThan(500)
      expect(Math.floor(number / 100), call).toBe(status)
      expect(`${type}${message}`).toMatch(/\S/)
    }
    expect(['unknown', 'cannot', 'invalid']).toContain(shopflixNoes[code])
    expect(shoplineNo(refusal)).toMatchObject({ status: expect.any(Number), errors: expect.stringMatching(/\S/) })
  })
})

describe('ids', () => {
  const moments = fc
    .integer({ min: Date.UTC(2022, 0, 1), max: Date.UTC(2049, 11, 31) })
    .map(ms => new Date(ms).toISOString() as Instant)
  /** SHOPLINE's ids of lines have nine places for it. */
  const serials = fc.integer({ min: 1, max: 999_999_999 })
  const uuids = fc.uuid({ version: 7 })
  const returns = fc.record({ createdAt: moments, serial: serials, id: uuids })

  test('of Shopee come back as the return of the shop they were made for, and of no other', () => {
    fc.assert(
      fc.property(returns, uuids, uuids, (ret, shop, other) => {
        const sn = shopeeIds.snOf({ ...ret, shop: shop as ShopId })
        expect(sn).toMatch(/^[0-9A-Z]{15}$/)
        expect(shopeeIds.serialIn(sn, shop as ShopId)).toBe(ret.serial)
        if (shop !== other && shopeeIds.serialIn(sn, other as ShopId) !== null) return false
        return true
      }),
      { seed: 5 },
    )
  })

  test('of AfterShip are ours without dashes', () => {
    fc.assert(
      fc.property(uuids, id => {
        expect(aftershipIds.hexOf(id)).toMatch(/^[0-9a-f]{32}$/)
        expect(aftershipIds.idOf(aftershipIds.hexOf(id))).toBe(id)
      }),
    )
  })

  test('of Shopflix come back as the counter they end in', () => {
    fc.assert(
      fc.property(serials, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (serial, number) => {
        const around = { ret: { serial }, order: { refs: { number: String(number), externalId: 'x' } }, siblings: [] }
        const shop = { refs: { region: null, merchantNo: null }, serial: 78 }
        const reference = shopflixIds.returnReference(around as never, shop as never)
        expect(reference).toBe(`GR--${number}--MER78-R${serial}`)
        expect(shopflixIds.serialIn(reference)).toBe(serial)
      }),
    )
  })

  test('of SHOPLINE come back as the counter and the line they were made of', () => {
    fc.assert(
      fc.property(returns, fc.nat(99), fc.nat(99), (ret, item, fulfilment) => {
        const id = shoplineIds.returnId(ret)
        expect(id).toMatch(/^26\d{20}$/)
        expect(shoplineIds.serialIn(id)).toBe(ret.serial)
        const line = shoplineIds.returnLineId(ret, { item, fulfilment })
        expect(shoplineIds.linePlaceIn(ret as never, line)).toEqual({ item, fulfilment })
      }),
    )
  })
})

describe('recordings', () => {
  test.each(DIALECT_NAMES)('of %s hold no secret and nothing that looks like one', dialect => {
    const files = globSync('golden/**/*.http', { cwd: join(root, 'src/dialects', dialect) })
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      const text = readFileSync(join(root, 'src/dialects', dialect, file), 'utf8')
      const found = SECRET_PLACES.flatMap(place => [...text.matchAll(place)].map(([, value = '']) => value))
      expect(
        found.filter(value => value.length >= SHORTEST_SECRET && !/\{\w+\}|^(.)\1*$/.test(value)),
        file,
      ).toEqual([])
    }
  })

  test('every call of every contract is among the calls strangers try, or names no return', async () => {
    const seen = await now()
    for (const dialect of DIALECT_NAMES) {
      const { endpoints } = contractOf(root, dialect)
      const asked = new Set(
        EVERY_CALL.flatMap(([, say]) =>
          [PLAIN, { ...PLAIN, c: true }].map(drawn => {
            const { language, call } = say(seen, drawn)
            if (dialectOf(language) !== dialect) return null
            return (
              endpointOf({ method: call.method ?? 'GET', path: `${BASES[language]}${call.path}` } as never, endpoints)
                ?.name ?? null
            )
          }),
        ),
      )
      const elsewhere = ELSEWHERE[dialect]
      const missing = endpoints.filter(
        ({ name, path }) => !asked.has(name) && !elsewhere.some(pattern => pattern.test(`${name} ${path}`)),
      )
      expect(
        missing.map(({ name, method, path }) => `${name}: ${method} ${path}`),
        dialect,
      ).toEqual([])
    }
  })
})

/** Where a client's or the house's secret stands; in recordings a name in braces has taken its place. What is shorter, or one letter over and over, was made up to be wrong. */
const SHORTEST_SECRET = 16
const SECRET_PLACES = [
  /^authorization: (?:\w+ )?(.*)$/gim,
  /^as-(?:api-key|signature-\S+): (.*)$/gim,
  /[?&](?:access_token|sign)=([^&\s]*)/g,
  /"(?:access_token|refresh_token|partner_key|code|app_secret|secret)":\s*"([^"]*)"/g,
]

/** Calls that list, create or set something up: they name no return of ours that a stranger could ask for. */
const ELSEWHERE: Record<(typeof DIALECT_NAMES)[number], RegExp[]> = {
  shopee: [
    /get_return_list/,
    /auth/,
    /token/,
    /push/,
    /convert_image/,
    /upload_image/,
    /webhook/,
    /shop\/get_shop_info/,
    /public\//,
  ],
  aftership: [
    /\/returns$/,
    /item-tags/,
    /merchant-tags/,
    /\/returns\/link/,
    /webhook/i,
    /\/returns\/\{(?:return_)?id\}\//,
  ],
  shopflix: [/\/returns$/],
  shopline: [/return\/create\.json/, /webhooks/, /orders/, /fulfillments/],
}
