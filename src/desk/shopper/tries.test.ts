import { describe, expect, test } from 'vitest'
import { openKit } from '../../../test/kit/desk.ts'
import { refused } from '../../core/refusal.ts'
import { plus } from '../../core/time.ts'
import { query } from '../../db/pool.ts'
import { forgiveTries, MOST_TRIES, networkOf, spendTry, type Tries } from './tries.ts'

const kit = await openKit()
const { desk, clock, org, shop } = kit

let people = 0
const tries = (more: Partial<Tries> = {}): Tries => ({
  org,
  shop: shop.id,
  kind: 'guess',
  number: `n${++people}`,
  address: `192.0.2.${people}`,
  ...more,
})

describe('guessing', () => {
  test('is over for an order after ten tries, from wherever they come, until the hour is over', async () => {
    const at = tries()
    for (let place = 0; place < MOST_TRIES.guess.order; place++)
      expect(await spendTry(desk, { ...at, address: `198.51.100.${place}` })).toBeNull()
    const until = plus(clock.now, { hours: 1 })
    expect(await spendTry(desk, { ...at, address: '198.51.100.200' })).toMatchObject({
      code: 'limit_exceeded',
      detail: { until },
    })
    clock.forward(1)
    expect(await spendTry(desk, at)).toBeNull()
  })

  test('is over for an address after many tries, whatever it names', async () => {
    const { address } = tries()
    const answers = []
    for (let place = 0; place <= MOST_TRIES.guess.address; place++)
      answers.push(await spendTry(desk, tries({ address })))
    expect(answers.filter(answer => refused(answer))).toHaveLength(1)
    expect(refused(answers.at(-1))).toBe(true)
  })

  test('many at once are counted one by one', async () => {
    const at = tries()
    const answers = await Promise.all(Array.from({ length: 25 }, () => spendTry(desk, at)))
    expect(answers.filter(answer => answer === null)).toHaveLength(MOST_TRIES.guess.order)
  })

  test('is forgiven whoever knew the answer: the order is open again, and the address has its try back', async () => {
    const at = tries()
    for (let place = 0; place < MOST_TRIES.guess.order; place++) await spendTry(desk, at)
    await forgiveTries(desk, at)
    expect(await spendTry(desk, at)).toBeNull()
    const { rows } = await query<{ made: number }>(desk.db, { text: `select made from tries where made = 10` })
    expect(rows).toHaveLength(1)
  })

  test('at one thing does not count against another, nor in one shop against another', async () => {
    const at = tries()
    for (let place = 0; place < MOST_TRIES.code.order; place++) await spendTry(desk, { ...at, kind: 'code' })
    expect(refused(await spendTry(desk, { ...at, kind: 'code' }))).toBe(true)
    expect(await spendTry(desk, at)).toBeNull()
    const other = await kit.stranger()
    expect(await spendTry(desk, { ...at, kind: 'code', org: other.org, shop: other.shop.id })).toBeNull()
  })

  test('leaves no number and no address behind', async () => {
    await spendTry(desk, tries({ number: 'secret5001', address: '203.0.113.77' }))
    const { rows } = await query(desk.db, { text: 'select subject from tries' })
    expect(JSON.stringify(rows)).not.toMatch(/secret5001|203\.0\.113/)
  })
})

describe('whose address it is', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
