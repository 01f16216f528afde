/** A receiver of AfterShip’s, of either generation, is told what becomes of a return, with the return as reading it would show it. */
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Return } from '../../src/core/return/return.ts'
import { refused } from '../../src/core/refusal.ts'
import { forgetEndpoint } from '../../src/desk/endpoints.ts'
import { EUR } from '../kit/cast.ts'
import type { Heard } from '../kit/receiver.ts'
import { expectGoldenMessage, openToldKit } from '../kit/told.ts'

const kit = await openToldKit({
  methods: [{ type: 'retailer_label', name: 'Prepaid label', zones: [], label: true }],
})
const { clock, receiver } = kit
const { api_key, webhook_secret } = kit.clients.aftership.secret as { api_key: string; webhook_secret: string }

/** As the platform’s guide says: the raw body, the secret as text, base64. */
const signed = (body: string): string => createHmac('sha256', webhook_secret).update(body, 'utf8').digest('base64')

async function messages(): Promise<(Record<string, any> & { heard: Heard })[]> {
  return (await kit.told()).map(heard => {
    expect(heard.headers['as-signature-hmac-sha256']).toBe(signed(heard.body))
    return { ...JSON.parse(heard.body), heard }
  })
}

const events = async () => (await messages()).map(({ event }) => event)

/** What reading the return over the API gives. */
async function read(base: string, { id }: Return): Promise<any> {
  const headers = { 'as-api-key': api_key }
  const { json } = await kit.send({ url: `${base}/returns/${id.replaceAll('-', '')}`, headers })
  return json.data.return ?? json.data
}

const SHIPPED = { verb: 'ship', carrier: { slug: 'dhl', name: 'DHL' }, trackingNumber: 'JD014600003' } as const

const made: string[] = []
async function endpoint(wish: object): Promise<void> {
  for (const id of made.splice(0)) {
    const gone = await forgetEndpoint(kit.desk, kit.as('owner'), id)
    if (refused(gone)) throw new Error(gone.code)
  }
  made.push((await kit.endpoint(wish)).endpoint.id)
}

beforeEach(async () => {
  await kit.told()
  receiver.answer = () => 200
  clock.forward(1)
})

describe('the current generation', () => {
  beforeEach(() => endpoint({ format: 'aftership' }))

  // conforms: enum webhook_event.return.submitted
  // conforms: enum webhook_event.return.approved
  // conforms: enum webhook_event.return.shipment.recorded
  // conforms: enum webhook_event.return.shipment.updated
  // conforms: enum webhook_event.return.receiving.created
  // conforms: enum webhook_event.return.restock.created
  // conforms: enum webhook_event.return.resolved
  test('tells each step under its name, with the whole return', async () => {
    const ret = await kit.file(await kit.order({ externalId: 'o-1', number: '1001' }))
    const [submitted] = await messages()
    await expectGoldenMessage(
      'aftership',
      'webhook-return-submitted',
      submitted?.heard as Heard,
      'as-signature-hmac-sha256',
    )
    expect(submitted).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      event: 'return.submitted',
      version: '2025-07',
      created_at: clock.now,
      modified: {},
      data: { rma_number: ret.number, approval_status: 'submitted' },
    })
    expect(submitted?.heard.headers['as-webhook-version']).toBe('2025-07')
    expect(submitted?.data).toEqual(await read('/returns/2025-07', ret))

    await kit.act(ret, { verb: 'approve' })
    expect(await messages()).toMatchObject([{ event: 'return.approved', data: { approval_status: 'approved' } }])
    const { ret: sent } = await kit.act(ret, SHIPPED, 'shopper')
    expect(await messages()).toMatchObject([
      { event: 'return.shipment.recorded', modified: { shipment: { tracking_number: 'JD014600003' } } },
    ])
    const shipment = sent.shipments[0]?.id as never
    const track = (kind: 'picked_up' | 'moving') =>
      kit.act(ret, { verb: 'track', shipment, checkpoint: { kind, at: clock.now, text: 'On its way' } } as never)
    await track('picked_up')
    expect(await messages()).toMatchObject([
      { event: 'return.shipment.updated', modified: { shipment: { tracking_status: 'InTransit' } } },
    ])
    await track('moving')
    expect(await events()).toEqual([])
    const item = ret.items[0]?.id as never
    await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines: [{ item, quantity: 1 }] }, 'warehouse')
    expect(await messages()).toMatchObject([
      { event: 'return.receiving.created', modified: { receiving: { items: [{ quantity: 1 }] } } },
    ])
    await kit.act(ret, { verb: 'dispose', key: 'shelf', item, quantity: 1, to: 'restock' }, 'warehouse')
    expect(await messages()).toMatchObject([
      { event: 'return.restock.created', modified: { restock: { items: [{ quantity: 1 }] } } },
    ])
    await kit.act(ret, { verb: 'resolve' })
    expect(await events()).toEqual(['return.resolved'])
  })

  // conforms: enum webhook_event.return.rejected
  // conforms: enum webhook_event.return.shipment.provided
  // conforms: enum webhook_event.return.shipments.provided
  test('tells a parcel the merchant made, and that all are there, under ids of their own', async () => {
    const [ret, other] = [await kit.file(await kit.order(), 2), await kit.file(await kit.order(), 2)]
    await messages()
    const contents = (quantity: number) => [{ item: ret.items[0]?.id as never, quantity }]
    await kit.act(ret, { ...SHIPPED, contents: contents(1) })
    expect(await events()).toEqual(['return.shipment.provided'])
    await kit.act(ret, { ...SHIPPED, trackingNumber: 'JD014600004', contents: contents(1) })
    const last = await messages()
    expect(last.map(({ event }) => event)).toEqual(['return.shipment.provided', 'return.shipments.provided'])
    expect(last[1]?.modified.shipments).toHaveLength(2)
    expect(new Set(last.map(({ id }) => id)).size).toBe(2)
    await kit.act(other, { verb: 'reject', reason: 'It was worn.' })
    expect(await messages()).toMatchObject([
      { event: 'return.rejected', data: { approval_status: 'rejected', reject_reason: 'It was worn.' } },
    ])
  })

  // conforms: enum webhook_event.return.dropoff.created
  // conforms: enum webhook_event.return.dropoff.updated
  // conforms: enum webhook_event.return.dropoff.shipment.updated
  test('tells a drop-off from its code to the parcel it left in', async () => {
    const ret = await kit.file(await kit.order())
    await kit.act(ret, { verb: 'approve' })
    await messages()
    const { ret: booked } = await kit.act(ret, { verb: 'book', provider: 'happy_returns', number: 'HR7' })
    const [dropoff, item] = [booked.dropoffs[0]?.id as never, ret.items[0]?.id as never]
    expect(await messages()).toMatchObject([
      { event: 'return.dropoff.created', modified: { dropoff: { dropoff_number: 'HR7', status: 'created' } } },
    ])
    await kit.act(ret, { verb: 'drop', dropoff, lines: [{ item, quantity: 1 }] }, 'carrier')
    expect(await messages()).toMatchObject([
      { event: 'return.dropoff.updated', modified: { dropoff: { status: 'dropped' } } },
    ])
    const parcel = { externalId: 'P1', carrierCode: 'ups', trackingNumber: '1Z1', contents: [{ item, quantity: 1 }] }
    await kit.act(ret, { verb: 'forward', dropoff, ...parcel }, 'carrier')
    expect(await messages()).toMatchObject([
      { event: 'return.dropoff.shipment.updated', modified: { dropoff: { shipments: [{ external_id: 'P1' }] } } },
    ])
  })

  // conforms: enum webhook_event.return.expired
  test('tells that nobody sent anything', async () => {
    const ret = await kit.file(await kit.order())
    const { ret: approved } = await kit.act(ret, { verb: 'approve' })
    await messages()
    clock.now = approved.due.ship as typeof clock.now
    await kit.act(ret, { verb: 'expire' }, 'system')
    expect(await messages()).toMatchObject([{ event: 'return.expired', data: { approval_status: 'expired' } }])
  })

  // conforms: enum webhook_event.return.exchange.order.created
  test('tells the order that goes out for what comes back, to those whose version knows it', async () => {
    await kit.endpoint({ format: 'aftership', formatVersion: '2024-10', events: ['exchange.*'] })
    const ret = await kit.file(await kit.order())
    const price = (amountMinor: number) => ({
      shop: { amountMinor, currency: EUR },
      presentment: { amountMinor, currency: EUR },
    })
    const line = {
      product: 'SHIRT',
      variant: { id: 'SHIRT-L', externalId: 'SHIRT-L', title: 'L', sku: 'SHIRT-L', options: [] },
      title: 'Shirt L',
      quantity: 1,
      unit: price(5000),
      tax: price(0),
      replaces: ret.items[0]?.id,
    }
    await kit.act(ret, { verb: 'exchange', lines: [line] } as never, 'shopper')
    await kit.act(ret, { verb: 'approve' })
    await messages()
    const ordered = { order: null, externalId: '5102', number: '#5102' }
    await kit.act(ret, { verb: 'place', ordered }, 'system')
    expect(await messages()).toMatchObject([
      {
        event: 'return.exchange.order.created',
        version: '2025-07',
        modified: { exchange: { order: { external_id: '5102' } } },
      },
    ])
  })

  test('speaks the version the endpoint asked for', async () => {
    await endpoint({ format: 'aftership', formatVersion: '2026-01' })
    const ret = await kit.file(await kit.order())
    const [said] = await messages()
    expect(said).toMatchObject({ version: '2026-01', data: { is_gift_return: false } })
    expect(said?.data).toEqual(await read('/returns/2026-01', ret))
    expect(said?.data).not.toHaveProperty('gift_return')
  })

  test('tries fourteen times, twice as long each time from 30 seconds on, and the message keeps its id', async () => {
    await kit.told()
    receiver.answer = () => 500
    await kit.file(await kit.order())
    const ids: string[] = []
    for (let attempt = 1; attempt <= 14; attempt++) {
      ids.push(...(await messages()).map(({ id }) => id))
      expect(ids).toHaveLength(attempt)
      clock.forward((2 ** (attempt - 1) * 30 - 1) / 3600)
      expect(await events()).toEqual([])
      clock.forward(1 / 3600)
    }
    expect(await events()).toEqual([])
    expect(new Set(ids).size).toBe(1)
  })
})

describe('the older generation', () => {
  beforeEach(() => endpoint({ format: 'aftership_legacy' }))

  // conforms: enum older_webhook_event.return.created
  // conforms: enum older_webhook_event.return.approved
  // conforms: enum older_webhook_event.return.updated
  // conforms: enum older_webhook_event.return.shipment.created
  // conforms: enum older_webhook_event.return.shipments.created
  // conforms: enum older_webhook_event.return.shipment.updated
  test('tells fewer things under older names, and nothing of what changed', async () => {
    const ret = await kit.file(await kit.order({ externalId: 'o-2', number: '1002' }))
    const [created, ...rest] = await messages()
    await expectGoldenMessage(
      'aftership',
      'older-webhook-return-created',
      created?.heard as Heard,
      'as-signature-hmac-sha256',
    )
    expect(rest).toEqual([])
    expect(created).toMatchObject({
      event: 'return.created',
      version: '2022-02-22',
      data: { rma_number: ret.number, status: 'submitted' },
    })
    expect(created).not.toHaveProperty('modified')
    await kit.act(ret, { verb: 'approve' })
    expect(await events()).toEqual(['return.approved', 'return.updated'])
    await kit.act(ret, SHIPPED)
    const said = await messages()
    expect(said.map(({ event }) => event)).toEqual([
      'return.shipment.created',
      'return.shipments.created',
      'return.updated',
    ])
    expect(said.at(-1)?.data).toEqual(await read('/returnscenter/v2', ret))
    await kit.act(ret, { verb: 'note', note: 'Maja called.' })
    expect(await messages()).toMatchObject([{ event: 'return.updated', data: { internal_notes: 'Maja called.' } }])
  })

  test('tells the messages of one act one after the other, and the later waits for the earlier', async () => {
    const ret = await kit.file(await kit.order())
    await messages()
    receiver.answer = ({ body }) => (JSON.parse(body).event === 'return.approved' ? 503 : 200)
    await kit.act(ret, { verb: 'approve' })
    await kit.act(ret, { verb: 'note', note: 'Maja called.' })
    expect(await events()).toEqual(['return.approved'])
    clock.forward(0.5 / 60)
    expect(await events()).toEqual(['return.approved'])
    receiver.answer = () => 200
    clock.forward(1 / 60)
    expect(await events()).toEqual(['return.approved', 'return.updated', 'return.updated'])
  })

  // conforms: enum older_webhook_event.return.dropoff.created
  // conforms: enum older_webhook_event.return.dropoff.updated
  // conforms: enum older_webhook_event.return.dropoff.shipment.updated
  // conforms: enum older_webhook_event.return.shipment.updated
  test('tells drop-offs and where a parcel is', async () => {
    const ret = await kit.file(await kit.order(), 2)
    await kit.act(ret, { verb: 'approve' })
    const item = ret.items[0]?.id as never
    const one = [{ item, quantity: 1 }]
    await messages()
    const { ret: booked } = await kit.act(ret, {
      verb: 'book',
      provider: 'happy_returns',
      number: 'HR8',
      contents: one,
    })
    const dropoff = booked.dropoffs[0]?.id as never
    await kit.act(ret, { verb: 'drop', dropoff, lines: one }, 'carrier')
    const parcel = { externalId: 'P1', carrierCode: 'ups', trackingNumber: '1Z1', contents: one }
    await kit.act(ret, { verb: 'forward', dropoff, ...parcel }, 'carrier')
    const { ret: sent } = await kit.act(ret, { ...SHIPPED, contents: one })
    await messages().then(said =>
      expect(said.map(({ event }) => event).filter(event => event !== 'return.updated')).toEqual([
        'return.dropoff.created',
        'return.dropoff.updated',
        'return.dropoff.shipment.updated',
        'return.shipment.created',
        'return.shipments.created',
      ]),
    )
    const shipment = sent.shipments[0]?.id as never
    await kit.act(ret, { verb: 'track', shipment, checkpoint: { kind: 'picked_up', at: clock.now } } as never)
    expect(await events()).toContain('return.shipment.updated')
  })

  test('keeps quiet when nothing its return shows has changed', async () => {
    const ret = await kit.file(await kit.order())
    await messages()
    await kit.act(ret, { verb: 'flag', why: 'Odd.' })
    await kit.act(ret, { verb: 'note', note: null })
    expect(await events()).toEqual([])
  })
})
