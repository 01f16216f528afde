import { describe, expect, test } from 'vitest'
import { Automated, aRule } from '../../../test/kit/automated.ts'
import type { Order } from '../order/order.ts'
import { refused } from '../refusal.ts'
import type { CheckpointKind, Return, Shipment } from '../return/return.ts'
import type { AutomationRule, Trigger } from './automation.ts'
import { depthOf, firings, setsOff } from './firing.ts'

const note = { verb: 'note', note: 'Fired' } as const
const on = (when: Trigger, more: Partial<AutomationRule> = {}) => aRule('r', when, note, more)
const firedBy = (rules: AutomationRule[], then: (house: Automated) => void) => {
  const house = new Automated(rules)
  then(house)
  return house.waiting.map(({ rule, event }) => `${rule} ${event.type}`)
}

const shipped = (house: Automated, kind: CheckpointKind, leg: Shipment['leg'] = 'inbound') => {
  house.act({ verb: 'approve' })
  house.act({ verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1', leg })
  const parcel = house.ret.shipments.at(-1)
  if (!parcel) throw new Error('No parcel.')
  house.act({ verb: 'track', shipment: parcel.id, checkpoint: { at: house.now, kind, text: '' } }, 'carrier')
}

describe('what sets a rule off', () => {
  test('an event it waits for, and no other', () => {
    const rule = on({ events: ['request.approved'] })
    expect(firedBy([rule], house => house.act({ verb: 'approve' }))).toEqual(['r request.approved'])
    expect(firedBy([rule], house => house.act({ verb: 'reject', reason: 'No' }))).toEqual([])
  })

  test('one act sets it off once, by the first event that does', () => {
    const rule = on({ events: ['payout.granted', 'request.approved'] })
    expect(firedBy([rule], house => house.act({ verb: 'approve', handling: 'keep' }))).toEqual(['r request.approved'])
  })

  test('a scan of the wanted kind, of a parcel on its way back to the shop', () => {
    const rule = on({ events: ['shipment.tracked'], scans: ['picked_up', 'moving'] })
    expect(firedBy([rule], house => shipped(house, 'moving'))).toEqual(['r shipment.tracked'])
    expect(firedBy([rule], house => shipped(house, 'announced'))).toEqual([])
    const event = { type: 'shipment.tracked', shipment: 's', checkpoint: { kind: 'moving' } } as never
    const onward = { shipments: [{ id: 's', leg: 'onward' }] } as never
    expect([
      setsOff(rule.when, event, onward),
      setsOff({ ...rule.when, leg: 'onward' } as Trigger, event, onward),
    ]).toEqual([false, true])
  })

  test('a deadline that passes, by what it makes happen, and one that nears, by its reminder', () => {
    const passed = on({ deadline: 'ship', is: 'passed' })
    const neared = on({ deadline: 'ship', is: 'neared' })
    const house = new Automated([passed, { ...neared, id: 'near' as never }])
    house.act({ verb: 'approve' })
    const until = house.ret.due.ship ?? ''
    house.forward(40)
    const near = house.ask(
      [{ verb: 'remind', kind: 'ship' }],
      { ...house.ret.filedBy, role: 'system' },
      { cause: `due:ship:${until}` },
    )
    house.forward(8)
    const over = house.ask(
      [{ verb: 'expire' }],
      { ...house.ret.filedBy, role: 'system' },
      { cause: `due:ship:${until}` },
    )
    if (refused(near) || refused(over)) throw new Error('Refused.')
    const [expired] = over.events
    const [reminded] = near.events
    if (!expired || !reminded) throw new Error('Nothing happened.')
    expect([expired.type, reminded.type]).toEqual(['request.expired', 'due.neared'])
    expect([setsOff(passed.when, expired, house.ret), setsOff(passed.when, reminded, house.ret)]).toEqual([true, false])
    expect([setsOff(neared.when, expired, house.ret), setsOff(neared.when, reminded, house.ret)]).toEqual([false, true])
    expect(setsOff({ deadline: 'inspect', is: 'passed' }, expired, house.ret)).toBe(false)
  })

  test('only while it is on or on trial, and only where its guard holds', () => {
    const when: Trigger = { events: ['request.approved'] }
    const approve = (house: Automated) => house.act({ verb: 'approve' })
    expect(firedBy([on(when, { state: 'off' })], approve)).toEqual([])
    expect(firedBy([on(when, { state: 'dry_run' })], approve)).toHaveLength(1)
    expect(firedBy([on(when, { if: { state: [{ request: ['submitted'] }], facts: {} } })], approve)).toEqual([])
    const fact = (below: number) => ({ state: [], facts: { fact: 'value' as const, is: { below } } })
    expect(firedBy([on(when, { if: fact(10_000) })], approve)).toEqual([])
    expect(firedBy([on(when, { if: fact(10_001) })], approve)).toHaveLength(1)
  })

  test('once for each event, or once on each return', () => {
    const twice = (rule: AutomationRule) =>
      firedBy([rule], house => {
        house.act({ verb: 'message', text: 'One', to: 'shopper' })
        house.act({ verb: 'message', text: 'Two', to: 'shopper' })
      })
    expect(twice(on({ events: ['message.sent'] }))).toHaveLength(2)
    expect(twice(on({ events: ['message.sent'] }, { once: 'per_return' }))).toHaveLength(1)
  })
})

test('the depth of a chain is read from the cause, and only automation has one', () => {
  expect([null, 'request:abc', 'due:ship:2026', 'automation:3:event-9'].map(cause => depthOf({ cause }))).toEqual([
    0, 0, 0, 3,
  ])
})

test('a shop without rules is asked nothing about the purchase', () => {
  const house = new Automated([])
  const closed = { ...house.around, order: untouchable<Order>(), siblings: untouchable<Return[]>() }
  expect(firings(house.ret, house.log, closed)).toEqual([])
  const about = { fact: 'value' as const, is: { below: 1 } }
  const shop = {
    ...closed.shop,
    automations: [on({ events: ['return.submitted'] }, { if: { state: [], facts: about } })],
  }
  expect(() => firings(house.ret, house.log, { ...closed, shop })).toThrow('touched')
})

function untouchable<T extends object>(): T {
  const touched = () => {
    throw new Error('It was touched.')
  }
  return new Proxy({} as T, { get: touched, has: touched, ownKeys: touched })
}
