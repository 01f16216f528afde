import { describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import type { Payout, Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import { epochMs, instantOf } from '../core/time.ts'
import { takeErrands } from '../db/outside.ts'
import { query } from '../db/pool.ts'
import { findOne } from '../desk/look.ts'
import { manualCarrier, simulatedCarrier } from '../outside/carrier.ts'
import type { Gateway, Provider } from '../outside/gateway.ts'
import { simulatedGateway } from '../outside/simulated-gateway.ts'
import { openErrands, runErrands } from './errands.ts'

const kit = await openKit()
const { desk } = kit

/** A kept return of one piece of this price whose refund has been ordered. */
async function ordered(amountMinor: number, gateway = 'simulated'): Promise<Return> {
  const order = await kit.order({
    ...anInput(),
    lines: [{ externalId: 'l1', title: 'Shirt', quantity: 2, unitPrice: { amountMinor } }],
    payments: [{ externalId: 'p', kind: 'card', gateway, captured: { amountMinor: amountMinor * 2 } }],
  })
  const ret = await kit.file(order, 1)
  await kit.act(ret, { verb: 'approve', handling: 'keep' })
  return (await kit.act(ret, { verb: 'refund' }, 'owner')).ret
}

async function now(ret: Return): Promise<Return> {
  const seen = await findOne(desk, kit.as('agent'), ret.id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret
}

const payoutOf = async (ret: Return): Promise<Payout | undefined> => (await now(ret)).payouts.at(-1)

/** Rounds, with time moving on in between so that what was put off is due again. */
async function rounds(gateway: Gateway, many = 4, carrier = manualCarrier): Promise<void> {
  for (let round = 0; round < many; round++) {
    await runErrands(desk, { gateway: () => gateway, carrier })
    kit.clock.forward(1)
  }
}

const spoken = async (ret: Return) =>
  (
    await query<{ spoken: number }>(desk.db, {
      text: 'select spoken from payments where order_id = $1',
      values: [ret.order],
    })
  ).rows[0]?.spoken

describe('refunds', () => {
  test('an ordered refund is made at the gateway and written down', async () => {
    const gateway = simulatedGateway()
    const ret = await ordered(5000)
    await rounds(gateway, 1)
    expect(await payoutOf(ret)).toMatchObject({
      state: 'done',
      externalId: expect.stringContaining('sim_'),
      transactions: [{ amount: { amountMinor: 5000 } }],
    })
    expect(strands(await now(ret)).settlement).toBe('settled')
    expect(await gateway.movements()).toHaveLength(1)
  })

  test('T28 declined: the payout says so, the money is free again and a new attempt can be ordered', async () => {
    const gateway = simulatedGateway()
    const ret = await ordered(5013)
    await rounds(gateway, 2)
    expect(await payoutOf(ret)).toMatchObject({ state: 'declined' })
    expect(strands(await now(ret)).settlement).toBe('failed')
    expect(await spoken(ret)).toBe(0)
    await kit.act(ret, { verb: 'refund' }, 'owner')
    expect(await spoken(ret)).toBe(5013)
    expect((await now(ret)).payouts.map(payout => payout.state)).toEqual(['declined', 'planned'])
  })

  test('T28 time-out with the money moved: unknown, then found done, and no second movement', async () => {
    const gateway = simulatedGateway()
    const ret = await ordered(5017)
    await rounds(gateway, 1)
    expect(await payoutOf(ret)).toMatchObject({ state: 'unknown' })
    expect(await spoken(ret)).toBe(5017)
    await rounds(gateway, 3)
    expect(await payoutOf(ret)).toMatchObject({ state: 'done' })
    expect(await gateway.movements()).toHaveLength(1)
  })

  test('T28 time-out with the order lost: asked about, it was never made, so it is made now, once', async () => {
    const gateway = simulatedGateway()
    const ret = await ordered(5019)
    await rounds(gateway)
    expect(await payoutOf(ret)).toMatchObject({ state: 'done' })
    expect(await gateway.movements()).toHaveLength(1)
  })

  test('T28 killed between the call and its answer: the next worker asks first and moves nothing twice', async () => {
    const gateway = simulatedGateway()
    const dying: Provider = {
      ...gateway,
      refund: async (order, signal) => gateway.refund(order, signal).then(() => new Promise(() => {})),
    }
    const ret = await ordered(5000)
    void runErrands(desk, { gateway: () => dying, carrier: manualCarrier })
    await expect.poll(async () => (await gateway.movements()).length).toBe(1)
    expect(await payoutOf(ret)).toMatchObject({ state: 'sent' })
    kit.clock.forward(1)
    await rounds(gateway, 1)
    expect(await payoutOf(ret)).toMatchObject({ state: 'done' })
    expect(await gateway.movements()).toHaveLength(1)
  })

  test('two workers at once move the money once', async () => {
    const gateway = simulatedGateway()
    const ret = await ordered(5000)
    const outside = { gateway: () => gateway, carrier: manualCarrier }
    await Promise.all([runErrands(desk, outside), runErrands(desk, outside), runErrands(desk, outside)])
    expect(await payoutOf(ret)).toMatchObject({ state: 'done' })
    expect((await gateway.movements()).filter(movement => movement.amountMinor === 5000)).toHaveLength(1)
  })

  test('what only a person can move stays planned until somebody says it is done', async () => {
    const ret = await ordered(5000)
    await rounds('by_hand', 1)
    expect(await payoutOf(ret)).toMatchObject({ state: 'planned' })
  })

  test('a gateway that breaks is asked again, and gives nothing away', async () => {
    const gateway = simulatedGateway()
    const broken: Provider = {
      refund: () => Promise.reject(new Error('socket hang up')),
      find: () => Promise.reject(new Error('socket hang up')),
    }
    const ret = await ordered(5000)
    await rounds(broken, 3)
    expect(await payoutOf(ret)).toMatchObject({ state: 'unknown' })
    await rounds(gateway, 3)
    expect(await payoutOf(ret)).toMatchObject({ state: 'done' })
  })
})

describe('many errands', () => {
  /** A provider that lets somebody watch how many it serves at a time. */
  function watched() {
    const gateway = simulatedGateway()
    const now = { all: 0, most: 0, of: new Map<string, number>(), mostOfOne: 0 }
    const provider: Provider = {
      ...gateway,
      refund: async (order, signal) => {
        const own = (now.of.get(order.ret.number) ?? 0) + 1
        now.of.set(order.ret.number, own)
        now.most = Math.max(now.most, ++now.all)
        now.mostOfOne = Math.max(now.mostOfOne, own)
        await new Promise(resolve => setTimeout(resolve, 20))
        now.all--
        now.of.set(order.ret.number, own - 1)
        return gateway.refund(order, signal)
      },
    }
    return { provider, now, gateway }
  }

  /** Two payments behind one return, so that its refund is two errands. */
  async function orderedTwice(): Promise<Return> {
    const order = await kit.order({
      ...anInput(),
      payments: [
        { externalId: 'card-a', kind: 'card', gateway: 'simulated', captured: { amountMinor: 3_000 } },
        { externalId: 'card-b', kind: 'card', gateway: 'simulated', captured: { amountMinor: 7_000 } },
      ],
    })
    const ret = await kit.file(order, 2, {}, 'agent')
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    return (await kit.act(ret, { verb: 'refund' }, 'owner')).ret
  }

  test('are done several at a time, those of one return one after the other', async () => {
    const { provider, now: seen, gateway } = watched()
    const returns = await Promise.all(Array.from({ length: 5 }, orderedTwice))
    for (let round = 0; round < 3; round++) await runErrands(desk, { gateway: () => provider, carrier: manualCarrier })
    for (const ret of returns) expect((await now(ret)).payouts.map(payout => payout.state)).toEqual(['done', 'done'])
    expect(await gateway.movements()).toHaveLength(10)
    expect(seen.most).toBeGreaterThan(1)
    expect(seen.most).toBeLessThanOrEqual(8)
    expect(seen.mostOfOne).toBe(1)
  })

  test('a return somebody is working for is left to them', async () => {
    const ret = await orderedTwice()
    const until = instantOf(epochMs(kit.clock.now) + 60_000)
    const [first] = await takeErrands(desk.db, kit.org, kit.clock.now, until, 1)
    expect(first?.ret).toBe(ret.id)
    expect(await takeErrands(desk.db, kit.org, kit.clock.now, until, 8)).toEqual([])
    kit.clock.forward(1)
    await rounds(simulatedGateway(), 2)
    expect((await now(ret)).payouts.map(payout => payout.state)).toEqual(['done', 'done'])
  })

  test('a slow provider of one organisation does not keep the others waiting', async () => {
    const ret = await ordered(5000)
    const hanging: Provider = { find: async () => ({ outcome: 'absent' }), refund: () => new Promise(() => {}) }
    const errands = openErrands(desk, { gateway: () => hanging, carrier: manualCarrier }, { atOnce: 2 })
    expect(await errands.round()).toBe(1)
    expect(await errands.handsAreFull()).toBe(false)
    expect(await errands.round()).toBe(0)
    await expect.poll(async () => (await payoutOf(ret))?.state).toBe('sent')
  })
})

describe('labels', () => {
  test('an ordered label becomes a parcel with a number', async () => {
    const ret = await kit.file(await kit.order(), 1, { method: 'retailer_label' })
    await kit.act(ret, { verb: 'approve', label: {} })
    await rounds('by_hand', 1, simulatedCarrier())
    const after = await now(ret)
    expect(after.labels).toMatchObject([{ state: 'made', shipment: after.shipments[0]?.id }])
    expect(after.shipments).toMatchObject([{ source: 'generated', trackingNumber: expect.stringMatching(/^SIM/) }])
    expect(strands(after).transit).toBe('booked')
  })

  test('a carrier that will not make one says why, and the return can be given another', async () => {
    const ret = await kit.file(await kit.order(), 1, { method: 'retailer_label' })
    await kit.act(ret, { verb: 'approve', label: { reference: 'fail-1' } })
    await rounds('by_hand', 1, simulatedCarrier())
    expect((await now(ret)).labels).toMatchObject([{ state: 'failed', why: expect.stringContaining('address') }])
    await kit.act(ret, { verb: 'label' })
    await rounds('by_hand', 1, simulatedCarrier())
    expect((await now(ret)).shipments).toHaveLength(1)
  })
})
