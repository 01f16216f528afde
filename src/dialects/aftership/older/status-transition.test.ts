/** From the status last seen to the next, and to no other. */
import { describe, expect, test } from 'vitest'
import type { Command } from '../../../core/return/commands.ts'
import { DUE_KINDS } from '../../../core/return/return.ts'
import type { Shop } from '../../../core/shop.ts'
import { expectNo, type Named, openAftership } from '../acts/testing.ts'
import type { OlderStatus } from './wire.ts'

/** Whoever does not send within the hour is late. */
const shop = await openAftership({
  lengths: Object.fromEntries(DUE_KINDS.map(kind => [kind, { hours: kind === 'ship' ? 1 : 480 }])) as Shop['lengths'],
})

const go = ({ olderByRma }: Named, from_status: string, to_status: string, more: object = {}) =>
  shop.post(`${olderByRma}/status-transitions`, { from_status, to_status, ...more })

const SHIP: Command = { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: '1' }

async function inStatus(status: OlderStatus): Promise<Named> {
  if (status === 'submitted') return shop.filed({ method: 'customer_courier' })
  if (status === 'rejected') {
    const one = await shop.filed()
    await shop.act(one.ret, { verb: 'reject', reason: 'No' })
    return one
  }
  const one = await shop.approved()
  const [item] = one.ret.items
  const receive = (quantity: number): Command => ({
    verb: 'receive',
    key: 'dock',
    source: 'dock',
    lines: [{ item: item!.id, quantity }],
  })
  if (status === 'shipped') await shop.act(one.ret, [SHIP, receive(1)])
  if (status === 'received') await shop.act(one.ret, receive(2))
  if (status === 'done') await shop.act(one.ret, { verb: 'resolve' })
  if (status === 'expired') {
    shop.clock.forward(2)
    await shop.act(one.ret, { verb: 'expire' }, 'system')
  }
  return one
}

const OPEN: Record<string, readonly OlderStatus[]> = {
  approved: ['submitted'],
  received: ['approved', 'shipped'],
  rejected: ['submitted', 'approved', 'shipped', 'received', 'expired'],
  done: ['submitted', 'approved', 'shipped', 'received'],
}

describe('from', () => {
  const words: OlderStatus[] = ['submitted', 'approved', 'shipped', 'received', 'rejected', 'done', 'expired']
  test.each(words.flatMap(from => Object.keys(OPEN).map((to): [OlderStatus, string] => [from, to])))(
    '%s to %s',
    async (from, to) => {
      const one = await inStatus(from)
      expect((await shop.get(one.olderByRma)).json.data.status).toBe(from)
      const before = await shop.now(one)
      const answer = await go(one, from, to, to === 'rejected' ? { return: { reject_reason: 'No' } } : {})
      if (OPEN[to]?.includes(from)) expect([answer.reply.status, answer.json.data.status]).toEqual([200, to])
      else {
        expectNo(answer, 422, 42252, 'InvalidTransitonStatuses', 'Invalid transition statuses.')
        expect(await shop.now(one)).toEqual(before)
      }
    },
  )

  test('a status nobody is in any more: a caller who saw an older state changes nothing', async () => {
    const one = await inStatus('shipped')
    const before = await shop.now(one)
    expectNo(
      await go(one, 'approved', 'done'),
      409,
      40901,
      'ConflictTransitionStatuses',
      'Conflict transition statuses.',
    )
    expect(await shop.now(one)).toEqual(before)
  })

  test('two callers at once: one goes, the other is told that the status is another', async () => {
    const one = await inStatus('approved')
    const answers = await Promise.all([go(one, 'approved', 'done'), go(one, 'approved', 'done')])
    expect(answers.map(({ reply }) => reply.status).sort()).toEqual([200, 409])
  })
})

describe('approving', () => {
  const url = { return: { retailer_label_url: 'https://example.com/l.pdf' } }

  test('needs the label of a labelled return, unless one is generated', async () => {
    const one = await shop.filed()
    expect((await go(one, 'submitted', 'approved')).json.meta.errors).toEqual([
      { path: 'return.retailer_label_url', info: 'retailer_label_url is a required field' },
    ])
    const inside = { return: { generate_label: true, custom_label_reference: 'RMA#2' } }
    expect((await go(one, 'submitted', 'approved', inside)).reply.status).toBe(200)
    expect((await shop.now(one)).labels[0]?.reference).toBe('RMA#2')
  })

  test('takes no label where none belongs', async () => {
    const own = await inStatus('submitted')
    expectNo(await go(own, 'submitted', 'approved', url), 422, 42200, 'UnprocessableEntity')
    const labelled = await shop.filed()
    const both = { ...url, generate_label: true }
    expectNo(await go(labelled, 'submitted', 'approved', both), 422, 42200, 'UnprocessableEntity')
  })
})

describe('a request under dispute', () => {
  test('goes nowhere', async () => {
    const one = await inStatus('approved')
    await shop.act(one.ret, { verb: 'dispute', reason: 'objection', text: 'Worn' })
    expectNo(await go(one, 'approved', 'done'), 422, 42252, 'InvalidTransitonStatuses')
  })
})

describe('a stranger', () => {
  test('finds nothing', async () => {
    const one = await shop.filed()
    const calls = [
      ['GET', '', undefined],
      ['POST', '/status-transitions', { from_status: 'submitted', to_status: 'done' }],
      ['POST', '/item-receive-batch', { items: [{ external_id: 'l1', quantity: 1 }] }],
      ['POST', '/shipment-batch', { shipments: [{ tracking_number: '1' }] }],
      ['PATCH', '/items/l1', { merchant_tags: [] }],
    ] as const
    for (const [method, path, body] of calls)
      expectNo(
        await shop.asStranger(method, one.olderByRma + path, body),
        404,
        method === 'PATCH' ? 40406 : 40400,
        'NotFound',
        'Return not found',
      )
    const { json } = await shop.asStranger('GET', '/returnscenter/v2/returns')
    expect(json.data).toMatchObject({ returns: [], pagination: { total: 0 } })
    expect(await shop.now(one)).toEqual(one.ret)
  })
})

describe('parcels', () => {
  test('several numbers are kept, and the first of them has the goods', async () => {
    const one = await shop.approved()
    const shipments = ['A1', 'A2'].map(tracking_number => ({ tracking_number }))
    const { json } = await shop.post(`${one.olderByRma}/shipment-batch`, { shipments })
    expect(json.data.tracking_number).toBe('A2')
    expect(json.data.shipments.map(({ items }: { items: unknown[] }) => items.length)).toEqual([1, 0])
  })
})
