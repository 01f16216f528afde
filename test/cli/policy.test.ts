/** A merchant at the command line: a template, a change, a check, and what it would have meant. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { columns, cut, displayWidth } from '../../src/cli/columns.ts'
import { openKit } from '../kit/desk.ts'
import { backhaul, urlOf } from './in-process.ts'
import { folder } from './kit.ts'

const data = await folder()
const file = join(data, 'policy.json')
const write = (document: unknown) => writeFile(file, typeof document === 'string' ? document : JSON.stringify(document))

const window = (days: number) => ({
  window: {
    from: 'delivered',
    days,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plus_days: 7 },
  },
})
const rule = (id: string, then: object[], when: object = {}) => ({ id, name: `Rule ${id}`, when, then, priority: 0 })

describe('templates', () => {
  test('are listed and shown, and what is shown is a policy without mistakes', async () => {
    const { stdout } = await backhaul(['policy', 'templates'])
    for (const name of ['eu', 'uk', 'us', 'marketplace']) {
      expect(stdout).toMatch(new RegExp(`^${name}  `, 'm'))
      await write((await backhaul(['policy', 'show', name])).stdout)
      expect(await backhaul(['policy', 'check', file, '--strict'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('nothing wrong'),
      })
    }
  })

  test('of another name are not there', async () => {
    expect(await backhaul(['policy', 'show', 'ue'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There are eu, uk'),
    })
  })
})

describe('a check', () => {
  const check = async (document: unknown, ...more: string[]) => {
    await write(document)
    return backhaul(['policy', 'check', file, ...more])
  }

  test('names mistakes by path, rule and what to do, and fails', async () => {
    const { code, stdout } = await check([
      rule('fee', [{ fee: { kind: 'restocking_fee', rate_ppm: 2_000_000 } }]),
      rule('price', [{ final: true }], { fact: 'price', is: { in: ['cheap'] } }),
    ])
    expect(code).toBe(1)
    expect(stdout).toContain('2 rules, 2 mistakes')
    expect(stdout).toMatch(/✗ rules\[0\]\.then\[0\]\.fee\.rate_ppm +\(fee\)\n {4}A rate is/)
    expect(stdout).toContain('test it with at_least or below')
  })

  test('names what a schema has against it: unknown members, wrong types, effects nobody knows', async () => {
    const { code, json } = await check(
      {
        name: 'Odd',
        rules: [{ ...rule('a', [window(5)]), priority: 'high', extra: 1 }, rule('b', [{ finall: true }])],
      },
      '--json',
    )
    expect(code).toBe(1)
    expect(json.ok).toBe(false)
    expect(Object.fromEntries(json.errors.map((one: any) => [one.path, one.rule]))).toEqual({
      'rules[0].priority': 'a',
      'rules[0].extra': 'a',
      'rules[1].then[0]': 'b',
    })
    expect(json.errors.find((one: any) => one.rule === 'b').message).toContain('did you mean `final`?')
  })

  test('warns of what is hardly meant, and fails for that only when asked', async () => {
    const rules = [rule('all', [window(5)]), rule('some', [window(9)], { fact: 'tag', is: { in: ['sale'] } })]
    expect(await check(rules)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 warning') })
    expect(await check(rules, '--strict')).toMatchObject({ code: 1 })
  })

  test('holds amounts against a currency', async () => {
    const rules = [rule('a', [window(5), { keep_below: { amount_minor: 500, currency: 'EUR' } }])]
    expect(await check(rules, '--currency', 'EUR')).toMatchObject({ code: 0 })
    expect(await check(rules, '--currency', 'USD')).toMatchObject({ code: 1 })
    expect(await check(rules, '--currency', 'EURO')).toMatchObject({ code: 2 })
  })

  test('says what is no policy at all', async () => {
    expect(await check('{"rules": [')).toMatchObject({ code: 1, stderr: expect.stringContaining('is no JSON') })
    expect(await check('"text"')).toMatchObject({ code: 1 })
    expect(await check('{}')).toMatchObject({ code: 1, stdout: expect.stringContaining('rules') })
    expect(await backhaul(['policy', 'check', join(data, 'nowhere.json')])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no file'),
    })
  })
})

describe('a simulation', async () => {
  const kit = await openKit({ name: 'Linnéa 亞麻' })
  const environment = { DATABASE_URL: urlOf(kit.database.target), BACKHAUL_DATA: data }
  const simulate = (...args: string[]) => backhaul(['policy', 'simulate', file, ...args], environment)
  /** Delivered on the fifth, sent back on the tenth. */
  const LINE = {
    externalId: 'l1',
    title: '亞麻襯衫 Leinenhemd Größe M – χιτώνιο',
    sku: 'S',
    quantity: 2,
    unitPrice: { amountMinor: 5_000 },
  }

  beforeAll(async () => {
    for (let order = 0; order < 3; order++) {
      const bought = await kit.order({ lines: [LINE] })
      await kit.file(bought, 1)
    }
  })

  test('prints how much changes, the money, and the decisions alike as one, no wider than the page', async () => {
    await write([rule('short', [window(2)]), rule('fee', [{ fee: { kind: 'restocking_fee', rate_ppm: 100_000 } }])])
    const { code, stdout } = await simulate()
    expect(code).toBe(0)
    expect(stdout).toContain('on 3 orders of Linnéa 亞麻')
    expect(stdout).toMatch(/newly refused +– +3/)
    expect(stdout).toMatch(/shorter deadline +3 +–/)
    expect(stdout).toMatch(/EUR, in 3 returns +BEFORE +AFTER +DIFFERENCE\n +shoppers get +150\.00 +0\.00 +−150\.00/)
    expect(stdout).toMatch(/\w+ \+2 +↩ 亞麻襯衫.* +by hand, 50\.00 +no: too late +−50\.00 EUR\n +Rule short/)
    for (const line of stdout.split('\n')) expect(displayWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(100)
  })

  test('says plainly when nothing changes, or when there is nothing to look at', async () => {
    await write([
      rule('same', [window(30)]),
      rule('choices', [{ resolutions: ['original_payment', 'store_credit', 'replace', 'swap'] }]),
    ])
    expect((await simulate()).stdout).toContain(
      'Nothing changes: 3 sold lines and 3 filed returns would be decided as before.',
    )
    expect((await simulate('--since', '2030-01-01')).stdout).toContain('has no orders to try')
  })

  test('gives the document of the API to scripts', async () => {
    await write([rule('short', [window(2)])])
    const { json } = await simulate('--json', '--limit', '2')
    expect(json).toMatchObject({ summary: { orders: 2, changes: { refused: { returns: 2 } } }, against: 'then' })
    expect(json.changes[0]).toHaveProperty('order_number')
  })

  test('takes a template, and refuses what has mistakes or is not understood', async () => {
    expect((await backhaul(['policy', 'simulate', 'us', '--against', 'now'], environment)).stdout).toContain(
      'United States',
    )
    await write([rule('none', [])])
    expect(await simulate()).toMatchObject({ code: 1, stderr: expect.stringContaining('rules[0].then') })
    expect(await simulate('--since', 'yesterday')).toMatchObject({ code: 2 })
    expect(await simulate('--limit', '0')).toMatchObject({ code: 2 })
    expect(await simulate('--against', 'never')).toMatchObject({ code: 2 })
  })
})

describe('columns', () => {
  test('count what a terminal shows', () => {
    expect([displayWidth('abc'), displayWidth('襯衫'), displayWidth('e\u0301'), displayWidth('👩‍👧')]).toEqual([
      3, 4, 1, 2,
    ])
    expect(cut('襯衫襯衫', 5)).toBe('襯衫…')
    expect(cut('short', 5)).toBe('short')
  })

  test('give way where they may, the widest first, and leave out what is empty', () => {
    const shape = [{ title: 'A' }, { title: 'B', share: 1, least: 4 }, { title: 'C' }, { title: 'D', right: true }]
    expect(
      columns(
        shape,
        [
          ['1', 'a long text', '', '9'],
          ['22', 'b', '', '10'],
        ],
        14,
      ),
    ).toEqual(['A   B        D', '1   a lon…   9', '22  b       10'])
  })
})
