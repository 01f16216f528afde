import { describe, expect, test } from 'vitest'
import { refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import type { Return } from '../../core/return/return.ts'
import { findOne } from '../../desk/look.ts'
import { type Door, openDoor, TO } from './testing.ts'
import type { Decision } from './words.ts'

const door = await openDoor()
let last = 5000

const filed = async (of: Door = door, more: Parameters<Door['file']>[2] = {}) => {
  const number = String(++last)
  const ret = await of.file(await of.bought(number), 1, more)
  return { ret, named: of.reference(ret, number) }
}
const put = (named: string, body: unknown, of: Door = door) => of.ask(`/returns/${named}`, { method: 'PUT', body })
const letter = async (named: string, of: Door = door) => (await of.ask(`/returns/${named}`)).json.status
const now = async ({ id }: Return): Promise<Return> => {
  const seen = await findOne(door.desk, door.as('owner'), id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret
}

describe('a return at the store', () => {
  // conforms: endpoint put_return
  // conforms: enum ReturnDecision.V
  test('is accepted with V: approved, promised and finished in one go, and that only once', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const { json, reply } = await door.golden(
      'accept',
      `/returns/${named}`,
      { method: 'PUT', body: { status: 'V' } },
      { returnId: named },
    )
    expect({ status: reply.status, json }).toEqual({ status: 200, json: { message: 'success' } })
    expect(await letter(named)).toBe('V')
    const done = await now(ret)
    expect(done.request.state).toBe('resolved')
    expect(done.grants.map(grant => grant.figure.total.presentment.amountMinor)).toEqual([2346])
    expect(done.marks.approved?.at).toBe(done.marks.resolved?.at)
    // conforms: error put_return Cannot Accept Return
    const again = await door.golden(
      'accept-wrong-state',
      `/returns/${named}`,
      { method: 'PUT', body: { status: 'V' } },
      { returnId: named },
    )
    expect(again.reply.status).toBe(400)
    expect(again.json).toEqual({ message: 'Cannot Accept Return' })
    expect((await put(named, { status: 'W' })).json).toEqual({ message: 'Cannot Reject Return' })
    expect((await now(ret)).version).toBe(done.version)
  })

  // conforms: enum ReturnDecision.W
  test('is rejected with W, which support has to decide: W, not X', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const { json, reply } = await door.golden(
      'reject',
      `/returns/${named}`,
      { method: 'PUT', body: { status: 'W' } },
      { returnId: named },
    )
    expect({ status: reply.status, json }).toEqual({ status: 200, json: { message: 'success' } })
    expect(await letter(named)).toBe('W')
    expect((await now(ret)).dispute).toMatchObject({ state: 'raised', case: { reason: 'objection', text: '' } })
    // conforms: error put_return Cannot Reject Return
    const again = await door.golden(
      'reject-wrong-state',
      `/returns/${named}`,
      { method: 'PUT', body: { status: 'W' } },
      { returnId: named },
    )
    expect(again.reply.status).toBe(400)
    expect(again.json).toEqual({ message: 'Cannot Reject Return' })
    expect((await put(named, { status: 'V' })).json).toEqual({ message: 'Cannot Accept Return' })
  })

  test.each([
    ['shopper', 'now', 'V'],
    ['merchant', 'nothing', 'X'],
  ] as const)('that was rejected ends as support decides: for the %s', async (side, pays, expected) => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    await put(named, { status: 'W' })
    await door.act(ret, [{ verb: 'examine' }, { verb: 'judge', for: side, pays }], 'arbiter')
    expect(await letter(named)).toBe(expected)
  })

  test('may be rejected with a reason, which the platform itself cannot hear', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const { reply } = await put(named, { status: 'W', details: ' Worn and washed. ', notify_user: 'Y' })
    expect(reply.status).toBe(200)
    expect((await now(ret)).dispute).toMatchObject({ case: { text: 'Worn and washed.', by: 'merchant' } })
  })

  test('counts as there once the dock has counted it in, without any carrier', async () => {
    const { ret, named } = await filed()
    await door.act(ret, [{ verb: 'approve' }, receiving(ret)], 'owner')
    expect(await letter(named)).toBe('T')
    expect((await put(named, { status: 'V' })).reply.status).toBe(200)
    expect(await letter(named)).toBe('V')
  })

  test('of which nothing is payable is finished without a promise', async () => {
    const { ret, named } = await filed()
    await door.act(
      ret,
      [
        { verb: 'approve' },
        { ...receiving(ret), lines: [{ item: itemOf(ret), quantity: 1, gradings: [{ grade: 'd', quantity: 1 }] }] },
      ],
      'owner',
    )
    expect((await put(named, { status: 'V' })).reply.status).toBe(200)
    const done = await now(ret)
    expect(done).toMatchObject({ request: { state: 'resolved' }, grants: [] })
  })

  test('that was promised already is promised nothing twice, and cannot be rejected any more', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    await door.act(ret, [{ verb: 'approve' }, { verb: 'grant', basis: 'asked' }])
    expect((await put(named, { status: 'W' })).json).toEqual({ message: 'Cannot Reject Return' })
    expect((await put(named, { status: 'V' })).reply.status).toBe(200)
    expect((await now(ret)).grants).toHaveLength(1)
  })

  test('that a shopper appeals about waits for the verdict', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    await door.act(ret, [{ verb: 'approve' }, { verb: 'grant', basis: 'asked', amount: eur(500) }])
    await door.act(ret, { verb: 'dispute', reason: 'objection', text: 'Too little.' }, 'shopper')
    expect(await letter(named)).toBe('T')
    expect((await put(named, { status: 'V' })).json).toEqual({ message: 'Cannot Accept Return' })
  })

  test('is decided once, however many decide at the same moment', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const answers = await Promise.all(
      (['V', 'W', 'V', 'W', 'V', 'W'] as const).map(async status => (await put(named, { status })).reply.status),
    )
    expect(answers.toSorted()).toEqual([200, 400, 400, 400, 400, 400])
    expect(['V', 'W']).toContain(await letter(named))
  })
})

describe('a return elsewhere', () => {
  test.each(['U', 'A', 'X', 'V', 'W'] as const)('in %s can neither be accepted nor rejected', async state => {
    const { ret, named } = await filed()
    await TO[state](door, ret)
    const before = (await now(ret)).version
    expect(await letter(named)).toBe(state)
    for (const [status, message] of [
      ['V', 'Cannot Accept Return'],
      ['W', 'Cannot Reject Return'],
    ]) {
      const { reply, json } = await put(named, { status })
      expect({ status: reply.status, json }).toEqual({ status: 400, json: { message } })
    }
    expect((await now(ret)).version).toBe(before)
  })

  test('of goods that stay with the shopper is accepted where it stands: it never reaches the store', async () => {
    const { ret, named } = await filed()
    await door.act(ret, { verb: 'amend', items: [{ item: itemOf(ret), handling: 'keep' }] })
    expect(await letter(named)).toBe('U')
    expect((await put(named, { status: 'W' })).json).toEqual({ message: 'Cannot Reject Return' })
    expect((await put(named, { status: 'V' })).reply.status).toBe(200)
    expect(await letter(named)).toBe('V')
    expect((await now(ret)).grants).toHaveLength(1)
  })
})

const early = await openDoor({}, { decide_before_arrival: true })

test.each([
  ['U', 'V'],
  ['A', 'V'],
  ['U', 'W'],
  ['A', 'W'],
] as ['U' | 'A', Decision][])('a shop without scans decides in %s with %s when it says so', async (state, decision) => {
  const { ret, named } = await filed(early)
  await TO[state](early, ret)
  expect((await put(named, { status: decision }, early)).reply.status).toBe(200)
  expect(await letter(named, early)).toBe(decision)
})

const NONE = [
  {},
  { status: 'X' },
  { status: 'v' },
  { status: 'T' },
  { status: null },
  { status: 5 },
  { status: ['V'] },
  { status: { V: 1 } },
  [],
  ['V'],
  'V',
  5,
  null,
  undefined,
]

describe('a decision that is none', () => {
  // conforms: error put_return The return with id {returnId} was not found
  test('on a return that is not there says so, whatever it says', async () => {
    const { json, reply } = await door.golden('decide-not-found', '/returns/GR--3--MER78-R1', {
      method: 'PUT',
      body: { status: 'V' },
    })
    expect(reply.status).toBe(400)
    expect(json).toEqual({ message: 'The return with id GR--3--MER78-R1 was not found' })
    expect((await put('GR--3--MER78-R1', { status: 'nonsense' })).json).toEqual(json)
  })

  test('on another merchant’s return is the same', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const before = (await now(ret)).version
    const { json, reply } = await door.golden(
      'decide-stranger',
      `/returns/${named}`,
      {
        method: 'PUT',
        body: { status: 'V' },
        as: door.strangers.shopflix,
      },
      { returnId: named },
    )
    expect({ status: reply.status, json }).toEqual({
      status: 400,
      json: { message: `The return with id ${named} was not found` },
    })
    expect((await now(ret)).version).toBe(before)
  })

  // conforms: error put_return status must be V to accept the return or W to reject it
  test('changes nothing', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const before = (await now(ret)).version
    for (const body of NONE) {
      const sent = typeof body === 'string' ? JSON.stringify(body) : body
      const { reply, json } = await door.ask(`/returns/${named}`, { method: 'PUT', body: sent })
      expect({ status: reply.status, json }, JSON.stringify(body)).toEqual({
        status: 400,
        json: { message: 'status must be V to accept the return or W to reject it' },
      })
    }
    expect((await now(ret)).version).toBe(before)
  })

  test('is recorded', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    for (const [name, body] of [
      ['decide-unknown-status', { status: 'X' }],
      ['decide-not-json', '{"status":'],
      ['decide-empty', undefined],
    ] as const)
      await door.golden(name, `/returns/${named}`, { method: 'PUT', body }, { returnId: named })
  })

  // conforms: error put_return details has at most 2000 characters; field put_return body details
  test('because its details are longer than anything that is kept', async () => {
    const { ret, named } = await filed()
    await TO.T(door, ret)
    const { reply, json } = await put(named, { status: 'W', details: 'x'.repeat(2001) })
    expect({ status: reply.status, json }).toEqual({
      status: 400,
      json: { message: 'details has at most 2000 characters' },
    })
  })
})

const itemOf = (ret: Return) => ret.items[0]?.id as Return['items'][number]['id']
const receiving = (ret: Return): Extract<Command, { verb: 'receive' }> => ({
  verb: 'receive',
  key: `r-${ret.serial}`,
  source: 'dock',
  lines: [{ item: itemOf(ret), quantity: 1 }],
})
const eur = (amountMinor: number) => ({ amountMinor, currency: door.shop.currency })
