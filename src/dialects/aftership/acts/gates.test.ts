/** Which call is open in which status, and that a stranger finds nothing. */
import { describe, expect, test } from 'vitest'
import type { Command } from '../../../core/return/commands.ts'
import { DUE_KINDS } from '../../../core/return/return.ts'
import type { Shop } from '../../../core/shop.ts'
import { type Exchange, expectNo, type Method, type Named, openAftership, ROOT, TAG } from './testing.ts'

/** Whoever does not send within the hour is late. */
const shop = await openAftership({
  lengths: Object.fromEntries(DUE_KINDS.map(kind => [kind, { hours: kind === 'ship' ? 1 : 480 }])) as Shop['lengths'],
})

const RECEIVE = { items: [{ external_id: 'l1', quantity: 1 }] }
const ATTACH = {
  shipments: [{ tracking_number: '1Z999', slug: 'ups', label: { url: 'https://example.com/label1.pdf' } }],
}
const REMOVE = { items: [{ external_id: 'l1', quantity: 1 }], edit_reason: 'kept', notify_customer: false }

const CALLS: Record<string, [Method, string, object?]> = {
  approve: ['POST', 'approve'],
  reject: ['POST', 'reject', { reject_reason: 'No' }],
  resolve: ['POST', 'resolve', {}],
  receive: ['POST', 'receive-items', RECEIVE],
  attach: ['POST', 'attach-shipments', ATTACH],
  remove: ['POST', 'remove-items', REMOVE],
  item: ['PATCH', 'items/l1', { item_tags: [{ id: TAG }] }],
}

const WAYS: Record<string, Command[]> = {
  submitted: [],
  approved: [{ verb: 'approve' }],
  done: [{ verb: 'approve' }, { verb: 'resolve' }],
  rejected: [{ verb: 'reject', reason: 'Too late' }],
  cancelled: [{ verb: 'cancel', reason: 'Changed my mind' }],
  expired: [{ verb: 'approve' }, { verb: 'expire' }],
}

async function inState(state: string): Promise<Named> {
  const filed = await shop.filed()
  for (const command of WAYS[state] ?? []) {
    if (command.verb === 'expire') shop.clock.forward(2)
    await shop.act(filed.ret, command, command.verb === 'expire' ? 'system' : 'agent')
  }
  return filed
}

describe('a call is open', () => {
  test.each([
    ['submitted', { approve: 202, reject: 200, resolve: 409, receive: 200, attach: 200, remove: 200, item: 200 }],
    ['approved', { approve: 409, reject: 200, resolve: 200, receive: 200, attach: 200, remove: 200, item: 200 }],
    ['done', { approve: 409, reject: 409, resolve: 409, receive: 200, attach: 422, remove: 422, item: 200 }],
    ['rejected', { approve: 409, reject: 409, resolve: 409, receive: 422, attach: 422, remove: 422, item: 200 }],
    ['cancelled', { approve: 409, reject: 409, resolve: 409, receive: 422, attach: 422, remove: 422, item: 200 }],
    ['expired', { approve: 409, reject: 200, resolve: 200, receive: 200, attach: 422, remove: 422, item: 200 }],
  ])('while %s: %o', async (state, wanted) => {
    const answers: Record<string, number> = {}
    for (const [name, [method, path, body]] of Object.entries(CALLS)) {
      const one = await inState(state)
      const exchange = await shop.call(method, `${one.byRma}/${path}`, body)
      answers[name] = exchange.reply.status
      const { version } = await shop.now(one)
      if (exchange.reply.status >= 400) expect(version, `${name} while ${state}`).toBe(await versionOf(state))
    }
    expect(answers).toEqual(wanted)
  })

  const versions = new Map<string, number>()
  async function versionOf(state: string): Promise<number> {
    const known = versions.get(state) ?? (await shop.now(await inState(state))).version
    versions.set(state, known)
    return known
  }
})

describe('money that was promised', () => {
  test('keeps a return from being rejected or made smaller', async () => {
    const one = await shop.approved()
    await shop.act(one.ret, { verb: 'grant', basis: 'asked' })
    const rejected = await shop.post(`${one.byId}/reject`, { reject_reason: 'No' })
    expectNo(rejected, 409, 40900, 'Conflict', 'Approval status can only be changed from approve, expired to rejected')
    expectNo(await shop.post(`${one.byId}/remove-items`, REMOVE), 409, 40900, 'Conflict')
    expect((await shop.post(`${one.byId}/resolve`)).json.data.approval_status).toBe('done')
  })
})

describe('a dispute', () => {
  test('closes every decision until it is over', async () => {
    const one = await shop.approved()
    await shop.act(one.ret, { verb: 'dispute', reason: 'objection', text: 'Worn' })
    for (const path of ['approve', 'resolve', 'reject'])
      expectNo(await shop.post(`${one.byId}/${path}`, { reject_reason: 'No' }), 409, 40900, 'Conflict')
    expectNo(await shop.post(`${one.byId}/remove-items`, REMOVE), 422, 42200, 'UnprocessableEntity')
    expect((await shop.post(`${one.byId}/receive-items`, RECEIVE)).reply.status).toBe(200)
  })
})

describe('a stranger', () => {
  test('is told what everybody is told who asks for a return that does not exist', async () => {
    const one = await shop.filed()
    const nobody = { byId: `${ROOT}/returns/${'0'.repeat(32)}`, byRma: `${ROOT}/returns/rma/UNKNOWN1` }
    const said = ({ reply }: Exchange) => [reply.status, reply.body]
    for (const [method, path, body] of Object.values(CALLS))
      for (const at of ['byId', 'byRma'] as const) {
        const theirs = await shop.asStranger(method, `${one[at]}/${path}`, body)
        expect(said(theirs)).toEqual(said(await shop.call(method, `${nobody[at]}/${path}`, body)))
        expect(theirs.reply.status).toBe(404)
      }
    const drops = await shop.asStranger('POST', `${one.byRma}/dropoffs/${'0'.repeat(32)}/drops`)
    expectNo(drops, 404, 40400, 'NotFound', 'Return not found')
    expect(await shop.now(one)).toEqual(one.ret)
  })

  test('cannot file a return on an order that is not theirs, nor learn that there is one', async () => {
    const { order } = await shop.filed()
    const asked = {
      order: { external_id: order.refs.externalId, store: { platform: 'own', external_id: '' } },
      return_items: [
        { external_order_item_id: 'l1', intended_return_quantity: 1, return_reason: 'Too small', resolution: 'refund' },
      ],
      refund_destination: 'original_payment',
    }
    const { refs } = shop.strange.shop
    for (const store of [
      { platform: 'shopify', external_id: 'cool-shoe-store' },
      { platform: refs.platform, external_id: refs.externalId || refs.handle || 'none' },
    ])
      expectNo(
        await shop.asStranger('POST', `${ROOT}/returns`, { ...asked, order: { ...asked.order, store } }),
        422,
        42200,
        'UnprocessableEntity',
      )
    const link = { order_number: order.refs.number, customer_email: 'maja@example.com' }
    const { json } = await shop.asStranger('POST', `${ROOT}/returns/link`, link)
    expect(json.data.url).toBe(`https://returns.example.com/portal/?order_number=${order.refs.number}`)
  })
})

describe('codes and ids', () => {
  test('are read in any case', async () => {
    const one = await shop.filed()
    const lower = `${ROOT}/returns/rma/${one.ret.number.toLowerCase()}`
    expect((await shop.post(`${lower}/approve`)).reply.status).toBe(202)
    const upper = one.byId.replace(/[0-9a-f]{32}/, id => id.toUpperCase())
    expect((await shop.post(`${upper}/resolve`)).json.data.approval_status).toBe('done')
  })

  test('that no return could have name none', async () => {
    expectNo(await shop.post(`${ROOT}/returns/12/approve`), 404, 40400, 'NotFound', 'Return not found')
  })
})
