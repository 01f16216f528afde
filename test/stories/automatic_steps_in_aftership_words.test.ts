/** What a shop's rules do reads as automatic to a client of AfterShip, and what people do does not. */
import { beforeEach, expect, test } from 'vitest'
import type { AutomationRule } from '../../src/core/automation/automation.ts'
import { as } from '../../src/core/ids.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Return } from '../../src/core/return/return.ts'
import { changeShop } from '../../src/desk/shops.ts'
import { runAutomations } from '../../src/jobs/automation.ts'
import { runErrands } from '../../src/jobs/errands.ts'
import { sweepOrg } from '../../src/jobs/sweep.ts'
import { simulatedCarrier } from '../../src/outside/carrier.ts'
import { simulatedGateway } from '../../src/outside/simulated-gateway.ts'
import { aRule } from '../kit/automated.ts'
import { openDialectKit } from '../kit/dialect.ts'

const kit = await openDialectKit()
const { api_key } = kit.clients.aftership.secret as { api_key: string }
const gateway = simulatedGateway()
const START = kit.clock.now

beforeEach(() => {
  kit.clock.now = START
})

async function rules(...automations: AutomationRule[]): Promise<void> {
  const changed = await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { automations })
  if (refused(changed)) throw new Error(JSON.stringify(changed.detail))
}

/** Everything a worker does, until nothing is due. */
async function work(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const { done } = await sweepOrg(kit.desk, kit.org)
    const fired = await runAutomations(kit.desk)
    const ran = await runErrands(kit.desk, { gateway: () => gateway, carrier: simulatedCarrier() })
    if (done + fired + ran === 0) return
  }
  throw new Error('The worker finds no end.')
}

async function flags({ id }: Return): Promise<Record<string, unknown>> {
  const url = `/returns/2025-07/returns/${id.replaceAll('-', '')}`
  const { json } = await kit.send({ url, headers: { 'as-api-key': api_key } })
  const told = json.data.return ?? json.data
  return Object.fromEntries(Object.entries(told).filter(([name]) => name.startsWith('auto_')))
}

const filed = async (): Promise<Return> => kit.file(await kit.order(), 2)

async function delivered(ret: Return): Promise<void> {
  const { ret: sent } = await kit.act(ret, {
    verb: 'ship',
    carrier: { slug: 'dhl' },
    trackingNumber: `T-${ret.number}`,
  })
  const shipment = sent.shipments[0]?.id ?? as('')
  await kit.act(
    ret,
    { verb: 'track', shipment, checkpoint: { at: kit.clock.now, kind: 'delivered', text: '' } },
    'carrier',
  )
}

const RULES = [
  aRule('approve', { events: ['return.submitted'] }, { verb: 'approve' }),
  aRule(
    'receive',
    { events: ['shipment.tracked'], scans: ['delivered'] },
    { verb: 'receive' },
    {
      after: { hours: 72, working: false },
    },
  ),
  aRule('refund', { events: ['receiving.recorded'] }, { verb: 'refund', basis: 'asked' }),
  aRule('resolve', { events: ['payout.done'] }, { verb: 'resolve' }),
]

test('approved, received after a while, refunded and resolved by rules', async () => {
  await rules(...RULES)
  const ret = await filed()
  expect(await flags(ret)).toEqual({
    auto_approved: null,
    auto_rejected: null,
    auto_resolved: null,
    auto_refunded: null,
    auto_received: false,
  })
  await work()
  expect(await flags(ret)).toMatchObject({ auto_approved: true, auto_received: false })
  await delivered(ret)
  kit.clock.forward(71)
  await work()
  expect(await flags(ret)).toMatchObject({ auto_received: false, auto_refunded: null })
  kit.clock.forward(1)
  await work()
  expect(await flags(ret)).toEqual({
    auto_approved: true,
    auto_rejected: null,
    auto_resolved: true,
    auto_refunded: true,
    auto_received: true,
  })
})

test('the same steps taken by people are not automatic', async () => {
  await rules()
  const ret = await filed()
  await kit.act(ret, { verb: 'approve' })
  await delivered(ret)
  const lines = ret.items.map(item => ({ item: item.id, quantity: 2 }))
  await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines }, 'warehouse')
  await kit.act(ret, { verb: 'refund' })
  await work()
  await kit.act(ret, { verb: 'resolve' })
  expect(await flags(ret)).toEqual({
    auto_approved: false,
    auto_rejected: null,
    auto_resolved: false,
    auto_refunded: false,
    auto_received: false,
  })
})

test('rejected by a rule', async () => {
  const dear = { state: [], facts: { fact: 'value' as const, is: { atLeast: 10_000 } } }
  await rules(aRule('reject', { events: ['return.submitted'] }, { verb: 'reject', reason: 'Too dear' }, { if: dear }))
  const ret = await filed()
  await work()
  expect(await flags(ret)).toMatchObject({ auto_rejected: true, auto_approved: null })
})

test('a flag stops what would be decided by itself', async () => {
  await rules(...RULES)
  const ret = await filed()
  await kit.act(ret, { verb: 'flag', why: 'The third one this week' })
  await work()
  expect(await flags(ret)).toMatchObject({ auto_approved: null })
})

test('refunded by the deadline nobody met is automatic as well', async () => {
  await rules()
  const ret = await filed()
  await kit.act(ret, { verb: 'approve' })
  const lines = ret.items.map(item => ({ item: item.id, quantity: 2 }))
  await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines }, 'warehouse')
  kit.clock.forward(24 * 6)
  await work()
  expect(await flags(ret)).toMatchObject({ auto_approved: false, auto_refunded: true })
})
