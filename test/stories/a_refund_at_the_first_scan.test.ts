import { expect, test } from 'vitest'
import { runAutomations } from '../../src/jobs/automation.ts'
import { MAJA, openStory, orderOf, paid, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { ok, call, does, stands } = shop
const url = `/v1/shops/${shop.shop.id}`

/** The worker, until no rule is due and nothing is left to do outside. */
async function work(): Promise<void> {
  for (;;) {
    const done = await runAutomations(shop.desk)
    await shop.work()
    if (done === 0) return
  }
}

const FIRST_SCAN = {
  id: 'first_scan',
  name: 'Refund at the first scan',
  when: { events: ['shipment.tracked'], scans: ['picked_up', 'moving', 'out_for_delivery'] },
  if: {
    state: [{ request: ['approved'], settlement: ['none'], dispute: ['none'] }],
    facts: { fact: 'value', is: { below: 10_000 } },
  },
  then: { verb: 'refund', basis: 'asked' },
  once: 'per_return',
}
const RECEIVED = {
  id: 'received',
  name: 'Counted in two days after delivery',
  when: { events: ['shipment.tracked'], scans: ['delivered'] },
  after: { hours: 48, working: false },
  then: { verb: 'receive' },
}
const CLOSED = {
  id: 'closed',
  name: 'Closed once goods and money have moved',
  when: { events: ['receiving.recorded', 'payout.done'] },
  if: {
    state: [{ request: ['approved'], settlement: ['settled'], receiving: ['received'] }],
    facts: {},
  },
  then: { verb: 'resolve' },
}
const TRUSTED = {
  id: 'trusted',
  name: 'Trusted customers need not wait',
  when: { events: ['return.submitted'] },
  if: { state: [{ request: ['submitted'] }], facts: { fact: 'group', is: { in: ['trusted'] } } },
  then: { verb: 'approve' },
  priority: 10,
}
const TOLD = {
  id: 'told',
  name: 'The shopper is told',
  when: { events: ['payout.done'] },
  then: { verb: 'message', to: 'shopper', text: 'Dear {first_name}, your money for {number} is on its way.' },
}

test('a refund at the first scan', async () => {
  const automations = [FIRST_SCAN, RECEIVED, CLOSED, TRUSTED, TOLD]

  // The owner tries the rules on what has been, before anything acts.
  const enter = (number: string, more: object = {}) =>
    shop.enters(
      number,
      orderOf(
        MAJA,
        [{ external_id: 'shirt', title: 'Shirt', sku: 'SHIRT-M', quantity: 1, unit_price: { amount_minor: 4_995 } }],
        {
          payments: [paid(`card-${number}`, 4_995)],
          ...more,
        },
      ),
    )
  const file = (order: any) =>
    shop.files('shopper', {
      order_id: order.id,
      method: 'customer_courier',
      items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'too_small' } }],
    })
  const send = async (ret: any, kind: string, at: string) => {
    const parcel = ret.shipments[0]?.id
    return does('carrier', ret, 'track', { shipment_id: parcel, checkpoint: { at, kind, text: kind } })
  }
  let before = await file(await enter('5000'))
  before = await does('agent', before, 'approve')
  before = await does('shopper', before, 'ship', { carrier: { slug: 'dhl' }, tracking_number: 'JD014600001' })
  before = await send(before, 'moving', '2026-03-10T11:00:00Z')
  const trial = await ok('owner', 'POST', `${url}/automations/dry_run`, { automations, returns: 5 })
  expect(trial.data[0].number).toBe(before.number)
  expect(trial.data[0].foreseen.map((one: any) => `${one.rule_id} ${one.outcome}`)).toEqual([
    'first_scan acts',
    'deadline.arrival waits',
  ])
  expect(trial.rules).toContainEqual(expect.objectContaining({ rule_id: 'first_scan', acts: 1, passes: 0 }))
  await work()
  await stands(before, { state: { settlement: 'none' } })

  // A mistake is named by its path; then they are on.
  const wrong = await call('owner', 'PATCH', url, {
    automations: [{ ...TOLD, then: { verb: 'tag', tags: ['nowhere'] } }],
  })
  expect([wrong.status, wrong.body.errors?.[0]?.path ?? wrong.body.path]).toEqual([400, 'automations[0].then.tags[0]'])
  const kept = await ok('owner', 'PATCH', url, { automations })
  expect(kept.automations[1]).toEqual({
    ...RECEIVED,
    if: { state: [], facts: {} },
    priority: 0,
    state: 'on',
    once: 'per_event',
  })
  const { data: list } = await ok('agent', 'GET', `${url}/automations`)
  expect(list.filter((rule: any) => rule.origin === 'own').map((rule: any) => [rule.id, rule.sentence])).toEqual([
    ['trusted', 'When a return is filed, if request is submitted and group is trusted: approve.'],
    [
      'first_scan',
      'When the carrier sees a parcel (picked_up, moving, out_for_delivery), if request is approved and dispute is none and settlement is none and value is below 10000: refund what was asked for, once for each return.',
    ],
    [
      'received',
      'When the carrier sees a parcel (delivered), after 2 days: count everything in, on the carrier’s word.',
    ],
    [
      'closed',
      'When goods are counted in or money has moved, if request is approved and receiving is received and settlement is settled: close the case.',
    ],
    ['told', 'When money has moved: write to the shopper.'],
  ])

  // Maja is trusted: her return is approved before anybody looked at it.
  const order = await enter('5001', { groups: ['trusted'] })
  let ret = await file(order)
  expect(ret.state.request).toBe('submitted')
  await work()
  ret = await stands(ret, { state: { request: 'approved', settlement: 'none' } })
  expect(ret.marks.approved).toMatchObject({ rule_id: 'trusted', by: { role: 'system', name: 'Automation' } })

  // The carrier has the parcel in hand, and the money goes back the same minute, once.
  ret = await does('shopper', ret, 'ship', { carrier: { slug: 'dhl' }, tracking_number: 'JD014600002' })
  ret = await send(ret, 'announced', '2026-03-10T11:30:00Z')
  await work()
  await stands(ret, { state: { settlement: 'none' } })
  ret = await send(ret, 'picked_up', '2026-03-10T11:40:00Z')
  await work()
  ret = await send(ret, 'moving', '2026-03-10T11:50:00Z')
  await work()
  ret = await stands(ret, {
    state: { request: 'approved', transit: 'in_transit', settlement: 'settled', receiving: 'awaited' },
  })
  expect(await shop.moved()).toEqual([4_995])
  expect(totalOf(ret.grants[0].figure)).toBe(4_995)
  expect(ret.marks.refunded.rule_id).toBe('first_scan')
  expect(ret.messages).toMatchObject([
    { text: `Dear Maja, your money for ${ret.number} is on its way.`, to: 'shopper' },
  ])

  // Two days after delivery the goods count as received, and the case is closed.
  ret = await send(ret, 'delivered', '2026-03-10T11:55:00Z')
  await work()
  await stands(ret, { state: { receiving: 'awaited' } })
  shop.clock.forward(48)
  await work()
  ret = await stands(ret, { state: { request: 'resolved', receiving: 'received', settlement: 'settled' }, turn: null })
  expect(ret.receivings).toMatchObject([{ source: 'carrier' }])

  // Every step stands in the log of the return and in the log of automation, with what set it off.
  const { data: events } = await ok('agent', 'GET', `/v1/returns/${ret.id}/events?limit=500`)
  const ruled = events.filter((event: any) => event.rule_id !== null)
  expect(ruled.map((event: any) => `${event.rule_id} ${event.type}`)).toEqual([
    'trusted request.approved',
    'first_scan payout.granted',
    'first_scan payout.ordered',
    'first_scan payout.sent',
    'first_scan payout.done',
    'told message.sent',
    'received receiving.recorded',
    'closed request.resolved',
  ])
  const log = await ok('agent', 'GET', `${url}/automation_log?return=${ret.id}`)
  expect(
    log.data.toReversed().map((entry: any) => [entry.rule_id, entry.state, entry.event.type, entry.happened]),
  ).toEqual([
    ['trusted', 'done', 'return.submitted', ['request.approved']],
    ['first_scan', 'done', 'shipment.tracked', ['payout.granted', 'payout.ordered']],
    ['told', 'done', 'payout.done', ['message.sent']],
    ['received', 'done', 'shipment.tracked', ['receiving.recorded']],
    ['closed', 'done', 'receiving.recorded', ['request.resolved']],
  ])
  const picked = events.find((event: any) => event.changed.checkpoint?.kind === 'picked_up')
  expect(ruled[1].cause).toBe(`automation:1:${picked.id}`)

  // Read page by page, and by nobody but the merchant.
  const first = await ok('owner', 'GET', `${url}/automation_log?limit=2&state=done`)
  const rest = await ok('owner', 'GET', `${url}/automation_log?limit=100&state=done&after=${first.next}`)
  expect([first.data.length, rest.data.length, rest.next]).toEqual([2, 3, null])
  for (const role of ['shopper', 'carrier', 'warehouse', 'arbiter', 'system'])
    for (const [method, path, body] of [
      ['GET', 'automations'],
      ['GET', 'automation_log'],
      ['POST', 'automations/dry_run', {}],
    ] as const)
      expect((await call(role, method, `${url}/${path}`, body)).status, `${role} ${path}`).toBe(403)
  for (const path of ['automations', 'automation_log'])
    expect((await call('stranger', 'GET', `${url}/${path}`)).status).toBe(404)
  expect((await ok('warehouse', 'GET', url)).automations).toBeUndefined()
})
