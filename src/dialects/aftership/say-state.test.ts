import { describe, expect, test } from 'vitest'
import { as } from '../../core/ids.ts'
import type { CheckpointKind, Return } from '../../core/return/return.ts'
import type { Instant } from '../../core/time.ts'
import { first, openAftershipKit } from './testing.ts'

const kit = await openAftershipKit()

const approved = async (): Promise<Return> => {
  const ret = await kit.file(await kit.order(), 2)
  return (await kit.act(ret, { verb: 'approve' })).ret
}
const shipped = async (): Promise<Return> =>
  (
    await kit.act(await approved(), {
      verb: 'ship',
      carrier: { slug: 'dhl' },
      trackingNumber: 'T1',
      source: 'merchant',
    })
  ).ret
const scanned = async (...kinds: CheckpointKind[]): Promise<Return> => {
  let ret = await shipped()
  for (const [place, kind] of kinds.entries()) {
    const at = `2026-03-10T10:0${place}:00.000Z` as Instant
    const shipment = ret.shipments[0]?.id ?? as('')
    ret = (await kit.act(ret, { verb: 'track', shipment, checkpoint: { at, kind, text: kind } }, 'carrier')).ret
  }
  return ret
}
const received = async (quantity: number): Promise<Return> => {
  const ret = await shipped()
  return (await kit.act(ret, { verb: 'receive', key: 'r', source: 'dock', lines: [{ item: first(ret), quantity }] }))
    .ret
}
const handedOver = async (quantity: number): Promise<Return> => {
  let ret = await approved()
  ret = (await kit.act(ret, { verb: 'book', provider: 'retail_reworks', number: 'R1' }, 'carrier')).ret
  const dropoff = ret.dropoffs[0]?.id ?? as('')
  return (await kit.act(ret, { verb: 'drop', dropoff, lines: [{ item: first(ret), quantity }] }, 'carrier')).ret
}
const voided = async (): Promise<Return> => {
  const ret = await shipped()
  return (await kit.act(ret, { verb: 'void', shipment: ret.shipments[0]?.id ?? as('') })).ret
}

const read = async (ret: Return) => (await kit.ask(`/returns/rma/${ret.number}`)).json.data

describe('how far the goods are', () => {
  // conforms: enum shipping_status.*
  test.each<[string, () => Promise<Return>]>([
    ['no_label', approved],
    ['pending', shipped],
    ['in_transit', () => scanned('picked_up')],
    ['delivered', () => scanned('picked_up', 'delivered')],
    ['partially_received', () => received(1)],
    ['received', () => received(2)],
    ['partially_dropped', () => handedOver(1)],
    ['dropped', () => handedOver(2)],
    ['void', voided],
  ])('%s', async (word, make) => {
    expect((await read(await make())).shipping_status).toBe(word)
  })
})

describe('what the carrier said last', () => {
  test.each<[string, CheckpointKind[]]>([
    ['Pending', []],
    ['InfoReceived', ['announced']],
    ['InfoReceived', ['announced', 'pickup_failed']],
    ['InTransit', ['picked_up']],
    ['OutForDelivery', ['moving', 'out_for_delivery']],
    ['AttemptFail', ['out_for_delivery', 'attempt_failed']],
    ['AvailableForPickup', ['held_for_pickup']],
    ['Delivered', ['delivered']],
    ['Exception', ['lost']],
    ['Expired', ['announced', 'silent']],
  ])('reads %s after %j', async (word, kinds) => {
    const { shipments } = await read(await scanned(...kinds))
    expect(shipments[0].tracking_status).toBe(word)
    expect(shipments[0].tracking_status_updated_at === null).toBe(kinds.length === 0)
  })

  test('a parcel without a number has no status, one called off is not told', async () => {
    const ret = (await kit.act(await approved(), { verb: 'ship', carrier: { name: 'Bike' } })).ret
    expect((await read(ret)).shipments[0]).toMatchObject({ tracking_status: null, tracking_number: '' })
    expect((await read(await voided())).shipments).toEqual([])
  })

  // conforms: enum shipment_source.shopper_upload
  test('says who provided it', async () => {
    const own = (
      await kit.act(await approved(), { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T2' }, 'shopper')
    ).ret
    expect((await read(own)).shipments[0].source).toBe('shopper_upload')
    expect((await read(await shipped())).shipments[0].source).toBe('merchant_upload')
  })
})

describe('what needs a person', () => {
  test('nothing, as a rule', async () => expect((await read(await approved())).exceptions).toEqual([]))

  // conforms: enum exceptions.flagged
  // conforms: enum exceptions.generate_label_failed
  test('a flag, and a label that could not be made', async () => {
    let ret = (
      await kit.act(await kit.file(await kit.order(), 1, { method: 'retailer_label' }), { verb: 'approve', label: {} })
    ).ret
    ret = (await kit.act(ret, { verb: 'print', label: ret.labels[0]?.id ?? '', failed: 'No service' }, 'system')).ret
    await kit.act(ret, { verb: 'flag', why: 'Empty box' })
    expect((await read(ret)).exceptions).toEqual(['generate_label_failed', 'flagged'])
  })

  // conforms: enum exceptions.refund_failed
  test('a refund the bank declined', async () => {
    let ret = await received(2)
    ret = (await kit.act(ret, { verb: 'refund' })).ret
    const payout = ret.payouts[0]?.id ?? as('')
    await kit.act(ret, { verb: 'settle', payout, outcome: 'declined', why: 'Card closed' }, 'system')
    expect((await read(ret)).exceptions).toEqual(['refund_failed'])
  })

  // conforms: enum exceptions.exchange_failed
  test('a replacement that could not be ordered', async () => {
    const order = await kit.order()
    const line = order.lines[0]?.id ?? as('')
    const items = [{ line, quantity: 1, reason: { code: 'too_small' as const }, resolution: { type: 'swap' as const } }]
    let ret = await kit.file(order, 1, { items })
    const amount = {
      presentment: { amountMinor: 5000, currency: order.currency },
      shop: { amountMinor: 5000, currency: order.currency },
    }
    const none = {
      presentment: { amountMinor: 0, currency: order.currency },
      shop: { amountMinor: 0, currency: order.currency },
    }
    const variant = { externalId: 'v', sku: 's', title: null, options: [] }
    const lines = [{ variant, title: 'Coat', product: 'coat', quantity: 1, unit: amount, tax: none, replaces: null }]
    ret = (await kit.act(ret, { verb: 'exchange', lines })).ret
    await kit.act(ret, { verb: 'place', failed: 'The shop did not answer' }, 'system')
    expect((await read(ret)).exceptions).toEqual(['exchange_failed'])
  })
})

describe('how a request ended', () => {
  // conforms: field Return.reject_reason
  // conforms: field Return.rejected_at
  test.each([
    ['shopper', undefined, 'Cancelled by the shopper'],
    ['agent', 'Sent by mistake', 'Cancelled by the merchant: Sent by mistake'],
  ] as const)(
    'one called off by the %s reads as rejected, with a sentence that says so',
    async (role, reason, sentence) => {
      const ret = await kit.file(await kit.order())
      await kit.act(ret, { verb: 'cancel', ...(reason && { reason }) }, role)
      expect(await read(ret)).toMatchObject({
        approval_status: 'rejected',
        rejected_at: kit.clock.now,
        auto_rejected: false,
        reject_reason: sentence,
      })
    },
  )

  // conforms: field Return.expired_at
  // conforms: field Return.auto_received
  test('an expired one keeps when it was approved', async () => {
    const ret = await approved()
    kit.clock.forward(15 * 24)
    await kit.act(ret, { verb: 'expire' }, 'system')
    expect(await read(ret)).toMatchObject({
      approval_status: 'expired',
      approved_at: ret.marks.approved?.at,
      expired_at: kit.clock.now,
      rejected_at: null,
      auto_received: false,
    })
  })
})
