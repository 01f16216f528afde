/** What happens when several people press at the same moment: over real connections, as several roles, and at the counter itself. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../src/core/party.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Command } from '../../src/core/return/commands.ts'
import { act } from '../../src/desk/act.ts'
import { eur } from '../kit/cast.ts'
import { eurWire, MAJA, openStory, orderOf, paid, type Sold } from '../kit/story.ts'

const shop = await openStory()
const { does, refuses, stands } = shop
let address = ''

beforeAll(async () => {
  address = await shop.app.listen({ port: 0, host: '127.0.0.1' })
})

type Answer = { code: string; body?: any }

/** Through the wire, each on a connection of its own. */
async function posts(role: Role, path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const reply = await fetch(`${address}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${shop.keys[role]}`,
      connection: 'close',
      ...headers,
    },
  })
  const said = (await reply.json()) as { code?: string }
  return { code: reply.ok ? 'done' : (said.code ?? ''), body: said }
}

/** At the counter, where the doors to come will stand too. */
async function acts(role: Role, target: Parameters<typeof act>[2], command: Command): Promise<Answer> {
  const acted = await act(shop.desk, shop.as(role), target, [command])
  return { code: refused(acted) ? acted.code : 'done', body: acted }
}

const codes = (answers: Answer[]) => answers.map(({ code }) => code).toSorted()
const refusedAs = (code: string, times: number) => Array<string>(times).fill(code)

let orders = 0
const bought = (lines: Sold[], payments: object[] = [paid(`card-${orders}`, 10_000)]) =>
  shop.enters(`at-once-${++orders}`, orderOf(MAJA, lines, { payments }))
const shirts = (quantity = 2) => ({
  external_id: 'shirts',
  title: 'Shirt',
  sku: 'SHIRT-M',
  quantity,
  unit_price: { amount_minor: 5_000 },
})
const wish = (order: any, quantity: number, line = 0) => ({
  order_id: order.id,
  items: [{ line_id: order.lines[line].id, quantity, reason: { code: 'too_small' } }],
})

describe('goods', () => {
  test('T04 ten requests for the same two pieces, by four roles through two doors: one gets them', async () => {
    const order = await bought([shirts()])
    const swap = { ...wish(order, 2), items: [{ ...wish(order, 2).items[0], resolution: { type: 'swap' } }] }
    const command: Command = {
      verb: 'submit',
      items: [{ line: order.lines[0].id, quantity: 2, reason: { code: 'too_small' } }],
    }
    const together = posts('shopper', '/v1/returns/groups', { members: [wish(order, 2)] })
    const answers = await Promise.all([
      posts('shopper', '/v1/returns', wish(order, 2)),
      posts('shopper', '/v1/returns', swap),
      posts('agent', '/v1/returns', wish(order, 2)),
      posts('owner', '/v1/returns', { ...wish(order, 2), lane: 'special' }),
      posts('system', '/v1/returns', wish(order, 2)),
      posts('carrier', '/v1/returns', { ...wish(order, 2), kind: 'on_the_spot' }),
      together.then(({ body }) => ({ code: body.data[0].outcome === 'filed' ? 'done' : body.data[0].problem.code })),
      acts('shopper', { order: order.id }, command),
      acts('agent', { order: order.id }, command),
      acts('system', { order: order.id }, { ...command, lane: 'withdrawal' }),
    ])
    expect(codes(answers)).toEqual(['done', ...refusedAs('quantity_exceeded', 9)])
    const { data } = await shop.ok('agent', 'GET', `/v1/returns?order=${order.id}`)
    expect(data.map((ret: any) => ret.items[0].quantities.returned)).toEqual([2])
  })

  test('T06 one receipt confirmed six times at once, by hand and by machine: three pieces once', async () => {
    const order = await bought([shirts(3)])
    const ret = await shop.files('shopper', wish(order, 3))
    await does('agent', ret, 'approve')
    const item = ret.items[0].id
    const receipt = { key: 'slip-77', source: 'dock', lines: [{ item_id: item, quantity: 3 }] }
    const command: Command = { verb: 'receive', key: 'slip-77', source: 'dock', lines: [{ item, quantity: 3 }] }
    const answers = await Promise.all([
      ...(['warehouse', 'agent', 'system', 'warehouse'] as const).map(role =>
        posts(role, `/v1/returns/${ret.id}/receive`, receipt),
      ),
      acts('warehouse', { ret: ret.id }, command),
      acts('owner', { ret: ret.id }, command),
    ])
    expect(codes(answers)).toEqual(refusedAs('done', 6))
    const now = await stands(ret, { state: { receiving: 'received' } })
    expect([now.receivings.length, now.items[0].quantities.received]).toEqual([1, 3])
    expect((await shop.log(ret)).filter(type => type === 'receiving.recorded')).toHaveLength(1)
  })
})

describe('money', () => {
  test('T26 two refunds of 60 at once on 100 that were captured: one goes, the other learns that 40 are left', async () => {
    const lines = ['left', 'right'].map(external_id => ({
      external_id,
      title: 'Boot',
      quantity: 1,
      unit_price: { amount_minor: 6_000 },
    }))
    const order = await bought(lines)
    const [one, other] = await Promise.all([0, 1].map(line => shop.files('shopper', wish(order, 1, line))))
    for (const ret of [one, other]) {
      await does('agent', ret, 'approve')
      await does('warehouse', ret, 'receive', {
        key: 'box',
        source: 'dock',
        lines: [{ item_id: ret.items[0].id, quantity: 1 }],
      })
    }
    const answers = await Promise.all([
      posts('agent', `/v1/returns/${one.id}/refund`, { amount: eurWire(6_000) }),
      acts('owner', { ret: other.id }, { verb: 'refund', amount: eur(6_000) }),
    ])
    await shop.work()
    const moved = await shop.moved()
    expect([codes(answers), moved]).toEqual([['amount_too_high', 'done'], [6_000]])
    expect(JSON.stringify(answers.find(({ code }) => code === 'amount_too_high')?.body)).toMatch(
      /(amountMinor|amount_minor)":4000/,
    )
    const { rows } = await shop.database.pool.query(
      'select captured - spoken as left from payments where order_id = $1',
      [order.id],
    )
    expect(rows.map(row => Number(row.left))).toEqual([4_000])
  })

  test('T26 a button pressed twice pays once, with a key and without', async () => {
    const ret = await shop.files('shopper', wish(await bought([shirts()]), 1))
    await does('agent', ret, 'approve', { handling: 'keep' })
    const refund = `/v1/returns/${ret.id}/refund`
    const keyed = await Promise.all([1, 2, 3].map(() => posts('agent', refund, {}, { 'idempotency-key': 'press' })))
    expect(codes(keyed)).toEqual(refusedAs('done', 3))
    expect(new Set(keyed.map(({ body }) => body.payouts[0].id)).size).toBe(1)
    expect((await posts('owner', refund, {})).code).toBe('payout_in_flight')
    expect((await stands(ret, { state: { settlement: 'ordered' } })).payouts).toHaveLength(1)
  })
})

describe('decisions', () => {
  test('T30 a swap at equal price, proposed and placed twice at once: one way in, one way out, and it can be called off', async () => {
    const both = (amountMinor: number) => ({ presentment: eurWire(amountMinor), shop: eurWire(amountMinor) })
    const line = (ret: any) => ({
      variant: { external_id: 'v-L', sku: 'SHIRT-L', title: 'L', options: [] },
      title: 'Shirt',
      product: 'p-shirt',
      quantity: 1,
      unit: both(5_000),
      tax: both(0),
      replaces: ret.items[0].id,
    })
    const swapped = async () => {
      const order = await bought([{ ...shirts(), product: { external_id: 'p-shirt' } }])
      const ret = await shop.files('shopper', wish(order, 1))
      const answers = await Promise.all(
        (['shopper', 'agent', 'owner'] as const).map(role =>
          posts(role, `/v1/returns/${ret.id}/exchange`, { lines: [line(ret)] }),
        ),
      )
      expect(codes(answers)).toEqual(refusedAs('done', 3))
      expect((await shop.log(ret)).filter(type => type === 'exchange.proposed')).toHaveLength(1)
      return ret
    }
    const calledOff = await swapped()
    expect((await does('shopper', calledOff, 'cancel')).exchange.state).toBe('cancelled')

    const ret = await swapped()
    await does('agent', ret, 'approve')
    const ordered = { order_id: null, external_id: 'x-30', number: '#X30' }
    const placed = await Promise.all([
      posts('system', `/v1/returns/${ret.id}/place`, { ordered }),
      posts('agent', `/v1/returns/${ret.id}/place`, { ordered }),
      acts('system', { ret: ret.id }, { verb: 'place', ordered: { order: null, externalId: 'x-30', number: '#X30' } }),
    ])
    expect(codes(placed)).toEqual(refusedAs('done', 3))
    const now = await stands(ret, { state: { settlement: 'settled' } })
    expect([
      now.items.length,
      now.exchange.lines.length,
      now.charges,
      now.payouts.map((one: any) => one.amount),
    ]).toEqual([1, 1, [], [eurWire(5_000)]])
  })

  test('T40 approve and reject at once: one wins, the other is told how it stands and what is open', async () => {
    const ret = await shop.files('shopper', wish(await bought([shirts()]), 1))
    const resting = { 'if-match': `"${ret.version}"` }
    const answers = await Promise.all([
      posts('agent', `/v1/returns/${ret.id}/approve`, {}, resting),
      posts('owner', `/v1/returns/${ret.id}/reject`, { reason: 'Worn' }, resting),
    ])
    expect(codes(answers)).toEqual(['done', 'stale_version'])
    const late = answers.find(({ code }) => code !== 'done')?.body
    const { version, state } = await stands(ret, {})
    expect(late).toMatchObject({ status: 409, allowed: { version, request: state.request } })
  })

  test('T40 a decision at one door binds at the other', async () => {
    const ret = await shop.files('shopper', wish(await bought([shirts()]), 1))
    expect((await acts('agent', { ret: ret.id }, { verb: 'reject', reason: 'Worn' })).code).toBe('done')
    expect(await refuses('agent', ret, 'approve')).toMatchObject({ status: 409, code: 'not_open' })
    await stands(ret, { state: { request: 'rejected' } })
  })
})
