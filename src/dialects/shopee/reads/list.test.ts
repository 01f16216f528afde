import { describe, expect, test } from 'vitest'
import { epochMs } from '../../../core/time.ts'
import { snOf } from '../ids.ts'
import { openGateway } from '../testing.ts'

const kit = await openGateway({ compensation: true })
const list = (query: Record<string, string | number> = {}) =>
  kit.call({ path: '/api/v2/returns/get_return_list', query })
const sns = async (query: Record<string, string | number> = {}) =>
  (await list(query)).json.response.return.map(({ return_sn }: { return_sn: string }) => return_sn)
const now = () => Math.floor(epochMs(kit.clock.now) / 1000)
const DAY = 86_400

const order = (externalId: string) => kit.order({ externalId, number: externalId })
const first = await kit.file(await order('260301AAAAAAAA'), 1, { comment: 'Too tight' })
kit.clock.forward(1)
const second = await kit.file(await order('1002'), 2)
kit.clock.forward(1)
const third = await kit.file(await order('1003'))
await kit.act(second, { verb: 'approve' })
await kit.act(third, { verb: 'cancel' }, 'shopper')

describe('get_return_list', () => {
  // conforms: endpoint get_return_list
  // conforms: field get_return_list.return[]
  test('the shop’s returns come newest first, with everything a row has', async () => {
    const answered = await list({ page_no: 0, page_size: 20 })
    await kit.golden('get-return-list', answered)
    expect(answered.json).toMatchObject({ error: '', message: '', response: { more: false } })
    expect(await sns()).toEqual([third, second, first].map(snOf))
    expect(Object.keys(answered.json.response.return[0]).sort()).toEqual(ROW)
  })

  test('nothing found is an empty list', async () => {
    const answered = await list({ status: 'JUDGING' })
    await kit.golden('get-return-list-empty', answered)
    expect(answered.json.response).toEqual({ more: false, return: [] })
  })

  test('pages count from zero, and `more` says whether another one follows', async () => {
    const page = async (page_no: number | string, page_size: number | string) => {
      const { response } = (await list({ page_no, page_size })).json
      return [response.return.length, response.more]
    }
    expect([await page(0, 2), await page(1, 2), await page(2, 2)]).toEqual([
      [2, true],
      [1, false],
      [0, false],
    ])
    expect([await page('', ''), await page(0, 0), await page(0, 100)]).toEqual(Array(3).fill([3, false]))
    expect(await sns({ page_no: 1, page_size: 1 })).toEqual([snOf(second)])
  })

  test('a shop whose clients count from one may say so', async () => {
    const { changeShop } = await import('../../../desk/shops.ts')
    const counting = (first_page: number) =>
      changeShop(kit.desk, kit.as('owner'), kit.shop.id, { dialects: { shopee: { first_page } } })
    await counting(1)
    expect(await sns({ page_no: 1, page_size: 1 })).toEqual([snOf(third)])
    expect(await sns({ page_no: 2, page_size: 1 })).toEqual([snOf(second)])
    await counting(0)
  })

  // conforms: enum ReturnStatus.REQUESTED
  // conforms: enum ReturnStatus.PROCESSING
  // conforms: enum ReturnStatus.CANCELLED
  // conforms: enum NegotiationStatus.PENDING_RESPOND
  // conforms: enum NegotiationStatus.TERMINATED
  test('each filter finds what reads as its word, and several must all hold', async () => {
    expect(await sns({ status: 'REQUESTED' })).toEqual([snOf(first)])
    expect(await sns({ status: 'PROCESSING' })).toEqual([snOf(second)])
    expect(await sns({ status: 'CANCELLED' })).toEqual([snOf(third)])
    expect(await sns({ negotiation_status: 'PENDING_RESPOND' })).toEqual([snOf(first)])
    expect(await sns({ negotiation_status: 'TERMINATED' })).toEqual([snOf(third), snOf(second)])
    expect(await sns({ negotiation_status: 'TERMINATED', status: 'PROCESSING' })).toEqual([snOf(second)])
    expect(await sns({ negotiation_status: 'TERMINATED', status: 'REQUESTED' })).toEqual([])
    expect(await sns({ seller_proof_status: 'NOT_NEEDED' })).toHaveLength(3)
    expect(await sns({ seller_proof_status: 'PENDING' })).toEqual([])
    for (const word of ['COMPENSATION_NOT_APPLICABLE', 'NOT_APPLICABLE', ''])
      expect(await sns({ seller_compensation_status: word })).toHaveLength(3)
  })

  // conforms: field get_return_list.create_time_from, create_time_to, update_time_from, update_time_to
  test('a window of fifteen days passes and one second more does not; both ends are in', async () => {
    const created = now() - 2 * 3600
    expect(await sns({ create_time_from: created, create_time_to: created })).toEqual([snOf(first)])
    expect(await sns({ create_time_from: created + 1, create_time_to: created + 3600 })).toEqual([snOf(second)])
    expect(await sns({ create_time_from: now() - 15 * DAY, create_time_to: now() })).toHaveLength(3)
    expect(await sns({ update_time_from: now() })).toEqual([snOf(third), snOf(second)])
    expect(await sns({ create_time_to: now() - 3600 })).toEqual([snOf(second), snOf(first)])
    expect(await sns({ create_time_from: created, update_time_from: created })).toHaveLength(3)
  })
})

describe('what get_return_list refuses', () => {
  const from = now() - 20 * DAY
  // conforms: error error_param
  test.each([
    [
      'window-too-long',
      { create_time_from: from, create_time_to: from + 15 * DAY + 1 },
      'The period between create_time_from and created_time_of must not more than 15 days.',
    ],
    [
      'update-window-too-long',
      { update_time_from: from, update_time_to: from + 15 * DAY + 1 },
      'The period between update_time_from and update_time_to must not more than 15 days.',
    ],
    [
      'window-backwards',
      { create_time_from: from, create_time_to: from - 1 },
      'The create_time_to should be later than create_time_from.',
    ],
    [
      'update-window-backwards',
      { update_time_from: from, update_time_to: from - 1 },
      'The update_time_to should be later than update_time_from.',
    ],
    [
      'updated-before-created',
      { create_time_from: now() - 5, update_time_from: now() - 6 },
      'The update_time_from must be after create_time_from.',
    ],
    ['unknown-status', { status: 'REFUND_PAID' }, 'Wrong parameters, detail: invalid status'],
    [
      'unknown-negotiation-status',
      { negotiation_status: 'toString' },
      'Wrong parameters, detail: invalid negotiation_status',
    ],
    [
      'unknown-proof-status',
      { seller_proof_status: 'pending' },
      'Wrong parameters, detail: invalid seller_proof_status',
    ],
    [
      'unknown-compensation-status',
      { seller_compensation_status: 'COMPENSATION_' },
      'Wrong parameters, detail: invalid seller_compensation_status',
    ],
    ['page-size-too-large', { page_size: 101 }, 'Wrong parameters, detail: invalid page_size'],
    ['page-no-negative', { page_no: -1 }, 'Wrong parameters, detail: invalid page_no'],
    ['page-no-word', { page_no: 'one' }, 'Wrong parameters, detail: invalid page_no'],
    ['time-word', { create_time_from: '2026-03-01' }, 'Wrong parameters, detail: invalid create_time_from'],
  ])('%s', async (name, query, message) => {
    const answered = await list(query)
    expect([answered.reply.status, answered.json.error, answered.json.message]).toEqual([200, 'error_param', message])
    await kit.golden(`get-return-list-${name}`, answered)
  })

  test('a parameter given twice', async () => {
    const { request } = await list()
    const { json } = await kit.send({ url: `${request.url}&status=REQUESTED&status=JUDGING` })
    expect(json).toMatchObject({ error: 'error_param', message: 'Wrong parameters, detail: invalid status' })
  })
})

test('another organisation’s client sees its own returns alone', async () => {
  const { json } = await kit.call({ path: '/api/v2/returns/get_return_list', keys: kit.others })
  expect(json.response.return).toEqual([])
})

/** Every field of a row where a seller inspects outside of Brazil. */
const ROW = [
  'amount_before_discount',
  'create_time',
  'currency',
  'dispute_reason',
  'dispute_text_reason',
  'due_date',
  'image',
  'is_partial_quantity_return',
  'is_refund_amount_adjusted',
  'is_seller_arrange',
  'is_shipping_proof_mandatory',
  'item',
  'needs_logistics',
  'negotiation_status',
  'order_sn',
  'reason',
  'reassessed_request_reason',
  'refund_amount',
  'return_refund_request_type',
  'return_refund_type',
  'return_seller_due_date',
  'return_ship_due_date',
  'return_sn',
  'return_solution',
  'seller_compensation_status',
  'seller_proof_status',
  'status',
  'text_reason',
  'tracking_number',
  'update_time',
  'user',
  'validation_type',
]
