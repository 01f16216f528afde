import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { query } from '../../src/db/pool.ts'
import { sql } from '../../src/db/statement.ts'
import { openApiKit } from '../kit/api.ts'
import { backhaul, urlOf } from './in-process.ts'
import { folder, start } from './kit.ts'

const kit = await openApiKit()
const root = await folder()
const environment = { DATABASE_URL: urlOf(kit.database.target), BACKHAUL_FILES: join(root, 'files') }

/** More than one page holds. */
const MANY = 430

const exporting = (...more: string[]) => backhaul(['returns', 'export', '--org', kit.shop.name, ...more], environment)

const lines = (text: string): any[] =>
  text
    .trimEnd()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

/** Rows of a sheet without line breaks in its cells. */
const sheet = (text: string): Record<string, string>[] => {
  const [head = '', ...rows] = text.trimEnd().split('\n')
  const names = head.split(',')
  return rows.map(row => Object.fromEntries(row.split(',').map((cell, place) => [names[place], cell])))
}

beforeAll(async () => {
  const order = await kit.order({ number: '1001' })
  const first = await kit.file(order, 1, { comment: 'first' })
  kit.clock.forward(24)
  const approved = await kit.file(order, 1)
  kit.clock.forward(24)
  await kit.act(approved, { verb: 'approve' })
  const strange = await kit.order({ number: '=1+1' })
  kit.clock.forward(24)
  await kit.file(strange, 2)
  // Copies of the first, filed one after the other, a second apart, a year before.
  await query(
    kit.database.pool,
    sql`insert into returns select (copy).* from (
      select json_populate_record(ret, json_build_object('id', fresh, 'serial', 1000 + n, 'number', 'COPY' || n, 'created_at', made.at, 'updated_at', made.at,
        'doc', (ret.doc::jsonb || jsonb_build_object('id', fresh, 'serial', 1000 + n, 'number', 'COPY' || n, 'createdAt', told, 'updatedAt', told))::json)) as copy
      from returns ret, lateral (select n, gen_random_uuid() as fresh, timestamptz '2025-03-01T00:00:00Z' + n * interval '1 second' as at,
        to_char(timestamp '2025-03-01T00:00:00' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as told from generate_series(1, ${MANY}::int) n) made
      where ret.id = ${first.id}) copies`,
  )
})

describe('JSON lines', () => {
  test('are every return once, the oldest first', async () => {
    const { code, stdout } = await exporting('--format', 'jsonl')
    const returns = lines(stdout)
    expect(code).toBe(0)
    expect(returns).toHaveLength(MANY + 3)
    expect(new Set(returns.map(({ id }) => id)).size).toBe(MANY + 3)
    expect(returns.map(ret => ret.created_at)).toEqual(returns.map(ret => ret.created_at).toSorted())
  })

  test('are in the words of the API, to the last member', async () => {
    const { data } = await kit.ok('owner', 'GET', '/v1/returns?limit=3&sort=-created_at')
    const { stdout } = await exporting('--format', 'jsonl', '--from', '2026-01-01')
    expect(lines(stdout)).toEqual(data.toReversed())
  })

  test.each([
    ['--from 2025-03-01T00:07:00Z --until 2026-01-01', MANY - 419],
    ['--from 2026-01-01', 3],
    ['--updated-since 2026-03-12T12:00:00Z', 2],
    ['--state request=approved --from 2026-01-01', 1],
    ['--state request=approved,submitted;settlement=none --from 2026-01-01', 3],
    ['--state transit=lost', 0],
  ])('%s finds %i', async (wish, count) => {
    const { code, stdout } = await exporting('--format', 'jsonl', ...wish.split(' '))
    expect({ code, count: lines(stdout).length }).toEqual({ code: 0, count })
  })
})

describe('CSV', () => {
  test('has one row per item, with names of its columns', async () => {
    const { stdout } = await exporting('--from', '2026-01-01')
    expect(sheet(stdout)).toMatchObject([
      { order_number: '1001', item: '1', sku: 'SHIRT-M', asked: '1', reason: 'too_small', request: 'submitted' },
      { order_number: '1001', request: 'approved', received: '0', currency: 'EUR' },
      { asked: '2', email: 'maja@example.com', granted_amount: '0' },
    ])
  })

  test('takes the sting out of what a spreadsheet would calculate, unless it is told not to', async () => {
    const safe = await exporting('--from', '2026-03-13')
    expect(sheet(safe.stdout)[0]?.order_number).toBe("'=1+1")
    const raw = await exporting('--from', '2026-03-13', '--raw')
    expect(sheet(raw.stdout)[0]?.order_number).toBe('=1+1')
  })

  test('in a file is reported, and overwrites nothing', async () => {
    const path = join(root, 'out.csv')
    const { code, json } = await exporting('--out', path, '--json')
    expect({ code, json }).toEqual({
      code: 0,
      json: { file: path, format: 'csv', at: expect.stringMatching(/Z$/), returns: MANY + 3, rows: MANY + 3 },
    })
    expect(sheet(await readFile(path, 'utf8'))).toHaveLength(MANY + 3)
    await writeFile(path, 'mine')
    expect(await exporting('--out', path)).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') })
    expect(await readFile(path, 'utf8')).toBe('mine')
    expect((await exporting('--out', path, '--force')).code).toBe(0)
  })
})

test('a reader that has seen enough ends it in good order', async () => {
  const runs = start(['returns', 'export', '--org', kit.shop.name, '--format', 'jsonl'], environment)
  runs.child.stdout?.once('data', () => runs.child.stdout?.destroy())
  expect(await runs.ended).toMatchObject({ code: 0, stderr: '' })
})

test.each([
  [['--state', 'colour=red'], '--state knows no "colour"'],
  [['--state', 'transit=gone'], '--state transit is never "gone"; it is one of'],
  [['--from', 'yesterday'], '--from must be a day like 2026-01-01'],
  [['--from', '2026-02-30'], '--from must be a day'],
  [['--json'], 'name a file with --out'],
])('%j is not understood, and nothing is tried', async (args, sentence) => {
  expect(await exporting(...args)).toMatchObject({
    code: 2,
    stdout: expect.not.stringContaining('number,'),
    stderr: expect.stringContaining(sentence),
  })
})
