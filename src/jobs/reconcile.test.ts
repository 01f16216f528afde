import { describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { query } from '../db/pool.ts'
import { findOne } from '../desk/look.ts'
import { manualCarrier } from '../outside/carrier.ts'
import type { Provider } from '../outside/gateway.ts'
import { simulatedGateway } from '../outside/simulated-gateway.ts'
import { runErrands } from './errands.ts'
import { reconcile } from './reconcile.ts'

const kit = await openKit()
const { desk, clock } = kit

const broken: Provider = {
  refund: () => Promise.reject(new Error('socket hang up')),
  find: () => Promise.reject(new Error('socket hang up')),
}

async function ordered(): Promise<Return> {
  const ret = await kit.file(
    await kit.order({ ...anInput(), placedAt: clock.now, fulfilments: undefined }),
    1,
    {},
    'agent',
  )
  await kit.act(ret, { verb: 'approve', handling: 'keep' })
  return (await kit.act(ret, { verb: 'refund' }, 'owner')).ret
}

async function rounds(gateway: Provider, many: number): Promise<void> {
  for (let round = 0; round < many; round++) {
    await runErrands(desk, { gateway: () => gateway, carrier: manualCarrier })
    clock.forward(1)
  }
}

const errandOf = async (ret: Return) =>
  (await query(desk.db, { text: 'select state, attempts, why from errands where return_id = $1', values: [ret.id] }))
    .rows[0]

async function payoutOf(ret: Return) {
  const seen = await findOne(desk, kit.as('owner'), ret.id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret.payouts.at(-1)
}

describe('reconciling', () => {
  test('T28 a refund given up in an outage is asked about once a day, and made once when the provider is back', async () => {
    const gateway = simulatedGateway()
    const ret = await ordered()
    await rounds(broken, 13)
    expect(await errandOf(ret)).toMatchObject({ state: 'given_up', attempts: 12 })
    expect(await payoutOf(ret)).toMatchObject({ state: 'unknown' })

    expect(await reconcile(desk)).toBe(0)
    clock.forward(24)
    expect(await reconcile(desk)).toBe(1)
    await rounds(broken, 1)
    expect(await errandOf(ret)).toMatchObject({ state: 'given_up', attempts: 13 })
    expect(await reconcile(desk)).toBe(0)

    clock.forward(24)
    expect(await reconcile(desk)).toBe(1)
    await rounds(gateway, 1)
    expect(await payoutOf(ret)).toMatchObject({ state: 'done' })
    expect(await gateway.movements()).toHaveLength(1)
    expect(await errandOf(ret)).toMatchObject({ state: 'done' })
  })

  test('what was settled another way is not asked about again', async () => {
    const ret = await ordered()
    await rounds(broken, 13)
    const payout = (await payoutOf(ret))!.id
    await kit.act(ret, { verb: 'settle', payout, outcome: 'done', reference: 'BANK-1' }, 'system')
    clock.forward(24)
    expect(await reconcile(desk)).toBe(0)
    expect(await errandOf(ret)).toMatchObject({ state: 'done', why: 'It was settled another way.' })
  })

  test('after two weeks it stays given up, for people to see', async () => {
    const ret = await ordered()
    await rounds(broken, 13)
    clock.forward(15 * 24)
    expect(await reconcile(desk)).toBe(0)
    expect(await errandOf(ret)).toMatchObject({ state: 'given_up' })
  })
})
