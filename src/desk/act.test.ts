import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import { evolve } from '../core/return/evolve.ts'
import type { Return } from '../core/return/return.ts'
import { query } from '../db/pool.ts'
import { type Acted, act } from './act.ts'
import { findOne, history } from './look.ts'

const kit = await openKit()
const { desk } = kit

const ok = (answer: Acted | Refusal): Acted => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const codes = (answers: (Acted | Refusal)[]) =>
  answers.map(answer => (refused(answer) ? answer.code : 'done')).toSorted()
const held = async (order: string) =>
  (
    await query<{ held: number }>(desk.db, {
      text: 'select sum(held)::int as held from sold where order_id = $1',
      values: [order],
    })
  ).rows[0]?.held

describe('filing', () => {
  test('a return is kept with its log, its holds and its count', async () => {
    const order = await kit.order()
    const ret = await kit.file(order, 2)
    expect(ret).toMatchObject({ serial: expect.any(Number), order: order.id, request: { state: 'submitted' } })
    expect(await held(order.id)).toBe(2)
    const log = await history(desk, kit.as('agent'), ret.id)
    expect(refused(log) ? log : log.map(event => event.type)).toEqual(['return.submitted', 'units.held'])
    const { rows } = await query<{ returns: number }>(desk.db, {
      text: `select sum(returns)::int as returns from tallies where shop_id = $1`,
      values: [kit.shop.id],
    })
    expect(rows[0]?.returns).toBeGreaterThanOrEqual(1)
  })

  test('T04 parallel requests: ten people ask for the same two pieces at once, exactly one gets them', async () => {
    const order = await kit.order()
    const line = order.lines[0]?.id
    const wish: Command = {
      verb: 'submit',
      items: [{ line: line as never, quantity: 2, reason: { code: 'too_small' } }],
    }
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, place) =>
        act(desk, kit.as(place % 2 ? 'shopper' : 'agent'), { order: order.id }, [wish]),
      ),
    )
    expect(codes(answers)).toEqual(['done', ...Array<string>(9).fill('quantity_exceeded')])
    expect(await held(order.id)).toBe(2)
  })

  test('T01 the same pieces cannot be sent back again after the case is closed', async () => {
    const order = await kit.order()
    const ret = await kit.file(order, 2)
    const item = ret.items[0]?.id as never
    await kit.act(ret, { verb: 'approve' })
    await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines: [{ item, quantity: 2 }] }, 'warehouse')
    await kit.act(ret, { verb: 'refund' }, 'owner')
    await kit.act(ret, { verb: 'resolve' })
    const again = await act(desk, kit.as('shopper'), { order: order.id }, [
      { verb: 'submit', items: [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'too_small' } }] },
    ])
    expect(again).toMatchObject({ code: expect.stringMatching(/quantity_exceeded|not_eligible/) })
  })

  test('a preview says what would happen and changes nothing', async () => {
    const order = await kit.order()
    const wish: Command = {
      verb: 'submit',
      items: [{ line: order.lines[0]?.id as never, quantity: 2, reason: { code: 'too_small' } }],
    }
    const preview = ok(await act(desk, kit.as('shopper'), { order: order.id }, [wish], { preview: true }))
    expect(preview.events.map(event => event.type)).toEqual(['return.submitted', 'units.held'])
    expect(await held(order.id)).toBe(0)
    expect(await findOne(desk, kit.as('agent'), preview.ret.id)).toMatchObject({ code: 'not_found' })
  })
})

describe('deciding', () => {
  test('T40 approve and reject at once: one wins, the other learns how it stands now', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const answers = await Promise.all([
      act(desk, kit.as('agent'), { ret: ret.id }, [{ verb: 'approve' }], { expectedVersion: ret.version }),
      act(desk, kit.as('owner'), { ret: ret.id }, [{ verb: 'reject', reason: 'Worn' }], {
        expectedVersion: ret.version,
      }),
    ])
    expect(codes(answers)).toEqual(['done', 'stale_version'])
  })

  test('a stale version is refused with the version of now', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const moved = await kit.act(ret, { verb: 'approve' })
    const late = await act(desk, kit.as('agent'), { ret: ret.id }, [{ verb: 'resolve' }], {
      expectedVersion: ret.version,
    })
    expect(late).toMatchObject({ code: 'stale_version', detail: { version: moved.ret.version } })
  })

  test('a key used again gives the first answer, even after the return has moved on', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const first = await kit.act(ret, { verb: 'approve' }, 'agent', { key: 'approve-it' })
    await kit.act(ret, { verb: 'note', note: 'Called the shopper.' })
    const again = await kit.act(ret, { verb: 'approve' }, 'agent', { key: 'approve-it' })
    expect(again.replayed).toBe(true)
    expect(again.ret).toEqual(first.ret)
    expect(again.events.map(event => event.id)).toEqual(first.events.map(event => event.id))
  })

  test('a key used for something else is refused', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve' }, 'agent', { key: 'k1' })
    expect(await act(desk, kit.as('agent'), { ret: ret.id }, [{ verb: 'resolve' }], { key: 'k1' })).toMatchObject({
      code: 'key_reused',
    })
  })

  test('the same key ten times at once: one act, ten equal answers', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => kit.act(ret, { verb: 'approve' }, 'agent', { key: 'at-once' })),
    )
    for (const answer of answers) expect(answer.ret).toEqual(answers[0]?.ret)
    expect(answers.filter(answer => !answer.replayed)).toHaveLength(1)
  })

  test('several commands are all or none', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const answer = await act(desk, kit.as('agent'), { ret: ret.id }, [
      { verb: 'approve' },
      { verb: 'accept', offer: 'none' as never },
    ])
    expect(answer).toMatchObject({ code: 'no_offer', detail: { command: 1, verb: 'accept' } })
    expect(await findOne(desk, kit.as('agent'), ret.id)).toMatchObject({
      ret: { request: { state: 'submitted' }, version: ret.version },
    })
  })

  test('T06 one receipt confirmed three times at once is one receipt', async () => {
    const order = await kit.order()
    const ret = await kit.file(order, 2)
    await kit.act(ret, { verb: 'approve' })
    const item = ret.items[0]?.id as never
    const receipt: Command = { verb: 'receive', key: 'box-1', source: 'dock', lines: [{ item, quantity: 2 }] }
    await Promise.all([1, 2, 3].map(() => kit.act(ret, receipt, 'warehouse')))
    const seen = await findOne(desk, kit.as('agent'), ret.id)
    expect(refused(seen) ? seen : seen.ret.receivings).toHaveLength(1)
  })
})

describe('money', () => {
  test('T26 two refunds at once: one is paid, the other learns that it is promised already', async () => {
    const order = await kit.order()
    const ret = await kit.file(order, 2)
    await kit.act(ret, { verb: 'approve' })
    await kit.act(
      ret,
      { verb: 'receive', key: 'b', source: 'dock', lines: [{ item: ret.items[0]?.id as never, quantity: 2 }] },
      'warehouse',
    )
    const answers = await Promise.all(
      [1, 2].map(() => act(desk, kit.as('owner'), { ret: ret.id }, [{ verb: 'refund' }])),
    )
    expect(answers.filter(answer => !refused(answer))).toHaveLength(1)
    const { rows } = await query<{ spoken: number }>(desk.db, {
      text: 'select spoken from payments where order_id = $1',
      values: [order.id],
    })
    expect(rows).toEqual([{ spoken: 10_000 }])
  })

  test('two returns of one order cannot promise more than was paid', async () => {
    const order = await kit.order()
    const [one, other] = [await kit.file(order, 1), await kit.file(order, 1)]
    for (const ret of [one, other]) await kit.act(ret, { verb: 'approve', handling: 'keep' })
    const answers = await Promise.all(
      [one, other].map(ret => act(desk, kit.as('owner'), { ret: ret.id }, [{ verb: 'refund' }])),
    )
    expect(codes(answers)).toEqual(['done', 'done'])
    const { rows } = await query<{ spoken: number }>(desk.db, {
      text: 'select spoken from payments where order_id = $1',
      values: [order.id],
    })
    expect(rows).toEqual([{ spoken: 10_000 }])
  })

  test('an order the worker has to do lies ready in the same moment, and only then', async () => {
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    const { events } = await kit.act(ret, { verb: 'refund' }, 'owner')
    const ordered = events.find(event => event.type === 'payout.ordered')
    const { rows } = await query<{ key: string; state: string }>(desk.db, {
      text: 'select key, state from errands where return_id = $1',
      values: [ret.id],
    })
    expect(rows).toEqual([
      { key: `refund:${ordered?.type === 'payout.ordered' ? ordered.payout.key : ''}`, state: 'waiting' },
    ])
  })
})

describe('walls', () => {
  test('another organisation sees nothing and moves nothing', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const stranger = await kit.stranger()
    expect(await findOne(desk, stranger.as('owner'), ret.id)).toMatchObject({ code: 'not_found' })
    expect(await findOne(desk, stranger.as('owner'), { number: ret.number })).toMatchObject({ code: 'not_found' })
    expect(await act(desk, stranger.as('owner'), { ret: ret.id }, [{ verb: 'approve' }])).toMatchObject({
      code: 'not_found',
    })
    expect(await act(desk, stranger.as('owner'), { order: ret.order }, [{ verb: 'submit', items: [] }])).toMatchObject({
      code: 'not_found',
    })
  })

  test('T37 a shopper who proved one order reaches that one only', async () => {
    const [mine, theirs] = [await kit.file(await kit.order(), 1), await kit.file(await kit.order(), 1)]
    const shopper = kit.as('shopper', { orders: [mine.order] })
    expect(await findOne(desk, shopper, mine.id)).toMatchObject({ ret: { id: mine.id } })
    expect(await findOne(desk, shopper, theirs.id)).toMatchObject({ code: 'not_found' })
    expect(await act(desk, shopper, { ret: theirs.id }, [{ verb: 'cancel' }])).toMatchObject({ code: 'not_found' })
  })

  test('a caller without the scope is turned away before anything is read', async () => {
    const ret = await kit.file(await kit.order(), 1)
    expect(
      await act(desk, kit.as('agent', { scopes: new Set(['returns:read']) }), { ret: ret.id }, [{ verb: 'approve' }]),
    ).toMatchObject({ code: 'forbidden', detail: { scope: 'returns:write' } })
  })
})

test('the fold over the stored log is the stored row', async () => {
  const order = await kit.order()
  const ret = await kit.file(order, 2)
  await kit.act(ret, { verb: 'approve' })
  await kit.act(ret, { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'BACK123' }, 'shopper')
  await kit.act(
    ret,
    { verb: 'receive', key: 'b', source: 'dock', lines: [{ item: ret.items[0]?.id as never, quantity: 1 }] },
    'warehouse',
  )
  const [seen, log] = await Promise.all([
    findOne(desk, kit.as('agent'), ret.id),
    history(desk, kit.as('agent'), ret.id),
  ])
  if (refused(seen) || refused(log)) throw new Error('Not there.')
  const folded = log.reduce<Return | null>(
    (now, { sequence: _sequence, id: _id, ...event }) => evolve(now, event),
    null,
  )
  expect(folded).toEqual(seen.ret)
})

describe('what the database guards', () => {
  const submit = (line: unknown): Command => ({
    verb: 'submit',
    items: [{ line: line as never, quantity: 1, reason: { code: 'too_small' } }],
  })

  /** What a mistake of ours would look like: one more is booked than the core had decided. */
  async function oneTooMany(
    table: 'sold' | 'payments',
    column: 'held' | 'spoken',
    work: () => Promise<Acted | Refusal>,
  ): Promise<Acted | Refusal> {
    await query(desk.db, {
      text: `create function one_too_many() returns trigger language plpgsql as 'begin new.${column} := new.${column} + 1; return new; end'`,
    })
    await query(desk.db, {
      text: `create trigger one_too_many before update of ${column} on ${table} for each row execute function one_too_many()`,
    })
    try {
      return await work()
    } finally {
      await query(desk.db, { text: 'drop function one_too_many cascade' })
    }
  }

  test('a piece too many is a refusal, and nothing of the act is kept', async () => {
    const order = await kit.order()
    const pieces: Command = {
      verb: 'submit',
      items: [{ line: order.lines[0]?.id as never, quantity: 2, reason: { code: 'too_small' } }],
    }
    const answer = await oneTooMany('sold', 'held', () =>
      act(desk, kit.as('shopper'), { order: order.id }, [pieces], { key: 'one-too-many' }),
    )
    expect(answer).toMatchObject({
      code: 'quantity_exceeded',
      detail: { sentence: expect.stringContaining('same moment') },
    })
    expect(await held(order.id)).toBe(0)
    expect(
      ok(await act(desk, kit.as('shopper'), { order: order.id }, [pieces], { key: 'one-too-many' })).replayed,
    ).toBe(false)
  })

  test('a cent too many is a refusal, and nothing of the act is kept', async () => {
    const ret = await kit.file(await kit.order(), 2)
    const approved = (await kit.act(ret, { verb: 'approve', handling: 'keep' })).ret
    const answer = await oneTooMany('payments', 'spoken', () =>
      act(desk, kit.as('owner'), { ret: ret.id }, [{ verb: 'refund' }]),
    )
    expect(answer).toMatchObject({ code: 'payout_exceeds' })
    expect(await findOne(desk, kit.as('agent'), ret.id)).toMatchObject({ ret: approved })
  })

  test('a number that is taken already is drawn anew', async () => {
    const taken = (await kit.file(await kit.order(), 1)).number
    const drawn = [taken, taken, 'FRESH234']
    const unlucky = { ...desk, rma: () => drawn.shift() as Return['number'] }
    const order = await kit.order()
    expect(
      ok(await act(unlucky, kit.as('shopper'), { order: order.id }, [submit(order.lines[0]?.id)])).ret.number,
    ).toBe('FRESH234')
    expect(await held(order.id)).toBe(1)
  })
})

test('the first answer to a key is told only to who reaches the return', async () => {
  const order = await kit.order()
  const wish: Command = {
    verb: 'submit',
    items: [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'too_small' } }],
  }
  const nobody = { ...kit.as('shopper').actor, id: null }
  const file = (orders: (typeof order.id)[]) =>
    act(desk, kit.as('shopper', { actor: nobody, orders }), { order: order.id }, [wish], { key: 'portal' })
  ok(await file([order.id]))
  expect(ok(await file([order.id])).replayed).toBe(true)
  expect(await file([(await kit.order()).id])).toMatchObject({ code: 'not_found' })
})
