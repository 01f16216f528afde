/** An app of Shopee’s is told what becomes of returns: four readings, signed with its partner key, and what it missed it fetches. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Return } from '../../src/core/return/return.ts'
import { epochMs } from '../../src/core/time.ts'
import { EUR } from '../kit/cast.ts'
import { expectGolden, goldenFile } from '../kit/golden.ts'
import type { Heard } from '../kit/receiver.ts'
import { expectGoldenMessage, openToldKit } from '../kit/told.ts'

const kit = await openToldKit()
const { clock, receiver, told } = kit
const keys = kit.clients.shopee.secret as { partner_id: number; partner_key: string; shop_id: number }

/** As the platform’s guide says: the callback URL, a bar, the raw body; the partner key as text; bare lower-case hex. */
const signed = (body: string, url = receiver.url, key = keys.partner_key): string =>
  createHmac('sha256', key).update(`${url}|${body}`).digest('hex')

const SECOND = 1 / 3600
const seconds = (): number => Math.floor(epochMs(clock.now) / 1000)

type Updates = Partial<Record<string, [before: string | number, after: string | number]>>

const updates = (heard: Heard[]): Updates[] =>
  heard.map(({ headers, body }) => {
    expect(headers.authorization).toBe(signed(body))
    const { code, shop_id, data } = JSON.parse(body)
    expect([code, shop_id]).toEqual([29, keys.shop_id])
    return Object.fromEntries(
      data.updated_values.map((one: any) => [one.update_field, [one.old_value, one.new_value]]),
    ) as Updates
  })

const SHIPPED = { verb: 'ship', carrier: { slug: 'dhl', name: 'DHL' }, trackingNumber: 'JD014600003' } as const

/** Push calls of the partner itself; `recording` keeps one as it went over the wire. */
async function call(method: 'GET' | 'POST', operation: string, body?: object, recording = '') {
  const path = `/api/v2/push/${operation}`
  const timestamp = seconds()
  const sign = createHmac('sha256', keys.partner_key).update(`${keys.partner_id}${path}${timestamp}`).digest('hex')
  const query = new URLSearchParams({ partner_id: String(keys.partner_id), timestamp: String(timestamp), sign })
  const headers = { 'x-request-id': '0f7c3f4b3f0e4a5f9d1c2b3a4d5e6f70' }
  const answered = await kit.send({ method, url: `${path}?${query}`, headers, ...(body && { body }) })
  const hidden = { sign, partner_id: String(keys.partner_id), callback_url: receiver.url }
  if (recording) await expectGolden(goldenFile('shopee', recording), answered, hidden)
  return answered
}

// conforms: endpoint set_app_push_config
// conforms: endpoint get_app_push_config
test('a partner says where it wants to be told, and is sent a test message', async () => {
  const { json: none } = await call('GET', 'get_app_push_config')
  expect(none.response).toMatchObject({ callback_url: '', push_config_on_list: [], push_config_off_list: [29] })
  const wish = {
    callback_url: receiver.url,
    set_push_config_on: [3, 29],
    set_push_config_off: [1],
    blocked_shop_id_list: [],
  }
  const { json } = await call('POST', 'set_app_push_config', wish, 'set-app-push-config')
  expect(json).toMatchObject({ error: '', response: { result: 'success' } })
  const [trial] = await told()
  expect(JSON.parse(trial?.body ?? '')).toMatchObject({ code: 0, data: {} })
  expect(trial?.headers.authorization).toBe(signed(trial?.body ?? ''))
  expect((await call('GET', 'get_app_push_config', undefined, 'get-app-push-config')).json.response).toEqual({
    callback_url: receiver.url,
    live_push_status: 'Normal',
    suspended_time: 0,
    blocked_shop_id: [],
    push_config_on_list: [29],
    push_config_off_list: [],
  })
})

// conforms: field return_updates_push.Authorization
// conforms: enum PushField.return_status
// conforms: enum PushField.return_solution
// conforms: enum PushField.seller_proof_status
// conforms: enum PushField.logistics_status
test('each act that changes a reading is one message, in order, with the words before and after', async () => {
  const filed = await kit.file(await kit.order({ externalId: 'o-1', number: '260301H4TN8C2P' }))
  expect(updates(await told())).toEqual([
    {
      return_status: ['', 'REQUESTED'],
      return_solution: ['', 'RETURN_REFUND'],
      seller_proof_status: ['', 'NOT_NEEDED'],
      logistics_status: ['', 'LOGISTICS_READY'],
    },
  ])
  clock.forward(1)
  await kit.act(filed, { verb: 'approve' })
  const heard = await told()
  await expectGoldenMessage('shopee', 'push-return-updates', heard[0] as Heard, 'authorization')
  expect(updates(heard)).toEqual([{ return_status: ['REQUESTED', 'PROCESSING'] }])
  clock.forward(1)
  await kit.act(filed, SHIPPED, 'shopper')
  clock.forward(1)
  await kit.act(filed, { verb: 'dispute', reason: 'objection', text: 'It was worn.' })
  const both = await told()
  expect(updates(both)).toEqual([
    { logistics_status: ['LOGISTICS_READY', 'LOGISTICS_REQUEST_CREATED'] },
    expect.objectContaining({ return_status: ['PROCESSING', 'SELLER_DISPUTE'] }),
  ])
  expect(both.map(({ body }) => JSON.parse(body).data.return_sn)).toEqual(
    Array(2).fill(expect.stringMatching(/^260310/)),
  )
})

test('what changes none of the four readings is not told', async () => {
  const ret = await kit.file(await kit.order())
  await told()
  await kit.act(ret, { verb: 'note', note: 'Maja called.' })
  await kit.act(ret, { verb: 'offer', terms: { handling: 'send_back', amount: { amountMinor: 4000, currency: EUR } } })
  await kit.act(ret, { verb: 'flag', why: 'Odd.' })
  expect(await told()).toEqual([])
})

test('keeping the goods turns the solution and grants the money in one message', async () => {
  const ret = await kit.file(await kit.order())
  await told()
  await kit.act(ret, { verb: 'approve', handling: 'keep' })
  expect(updates(await told())).toEqual([
    {
      return_status: ['REQUESTED', 'ACCEPTED'],
      return_solution: ['RETURN_REFUND', 'REFUND'],
      logistics_status: ['LOGISTICS_READY', ''],
    },
  ])
})

// conforms: endpoint get_lost_push_message
// conforms: endpoint confirm_consumed_lost_push_message
test('a message is tried again after 5 and 30 minutes and 3 hours, and what is lost then can be fetched', async () => {
  const ret = await kit.file(await kit.order())
  await told()
  receiver.answer = () => 500
  await kit.act(ret, { verb: 'approve' })
  const times: number[] = []
  for (const minutes of [0, 4.9, 0.2, 29.8, 0.3, 179.8, 0.3, 600]) {
    clock.forward(minutes / 60)
    times.push((await told()).length)
  }
  expect(times).toEqual([1, 0, 1, 0, 1, 0, 1, 0])
  receiver.answer = () => 200
  const { json } = await call('GET', 'get_lost_push_message', undefined, 'get-lost-push-message')
  expect(json.response).toMatchObject({ has_next_page: false, last_message_id: expect.any(Number) })
  expect(json.response.push_message_list).toHaveLength(1)
  const [lost] = json.response.push_message_list
  expect(lost).toMatchObject({ shop_id: keys.shop_id, code: 29, timestamp: expect.any(Number) })
  expect(JSON.parse(lost.data).updated_values).toMatchObject([
    { update_field: 'return_status', old_value: 'REQUESTED', new_value: 'PROCESSING' },
  ])
  const confirm = 'confirm_consumed_lost_push_message'
  expect((await call('POST', confirm, {}, 'confirm-lost-push-unnamed')).json.error).toBe('error_param')
  const { last_message_id } = json.response
  expect((await call('POST', confirm, { last_message_id }, 'confirm-lost-push')).json.error).toBe('')
  expect((await call('GET', 'get_lost_push_message')).json.response.push_message_list).toEqual([])
})

// conforms: enum LivePushStatus.Suspended
// conforms: enum LivePushStatus.Warning
test('a receiver that goes away is suspended, and one that answers is told in order', async () => {
  const seen = (await call('GET', 'get_app_push_config')).json.response
  expect(seen.live_push_status).toBe('Suspended')
  expect(seen.suspended_time).toBeGreaterThan(0)
  expect((await call('POST', 'set_app_push_config', { set_push_config_on: [29] })).json.error).toBe('')
  const rets: Return[] = [await kit.file(await kit.order())]
  receiver.answer = () => 503
  await told()
  clock.forward(SECOND)
  await kit.act(rets[0] as Return, { verb: 'approve' })
  clock.forward(SECOND)
  await kit.act(rets[0] as Return, { verb: 'cancel', reason: 'Changed my mind.' }, 'shopper')
  expect((await told()).length).toBe(0)
  expect((await call('GET', 'get_app_push_config')).json.response.live_push_status).toBe('Warning')
  receiver.answer = () => 200
  clock.forward(0.1)
  expect(updates(await told()).map(one => one.return_status)).toEqual([
    ['', 'REQUESTED'],
    ['REQUESTED', 'PROCESSING'],
    ['PROCESSING', 'CANCELLED'],
  ])
})

test('bad settings are refused in the platform’s words and change nothing', async () => {
  const before = (await call('GET', 'get_app_push_config')).json.response
  for (const body of [
    { callback_url: 7 },
    { callback_url: 'no address' },
    { set_push_config_on: 29 },
    { set_push_config_on: ['29'] },
    { set_push_config_on: [29], set_push_config_off: [29] },
    { blocked_shop_id_list: [1] },
    { blocked_shop_id_list: Array(501).fill(keys.shop_id) },
  ])
    expect((await call('POST', 'set_app_push_config', body)).json, JSON.stringify(body)).toMatchObject({
      error: 'error_param',
      message: expect.stringMatching(/^Wrong parameters, detail: /),
    })
  expect((await call('GET', 'get_app_push_config')).json.response).toEqual(before)
})

test('a shop that is blocked is not told of', async () => {
  await call('POST', 'set_app_push_config', { blocked_shop_id_list: [keys.shop_id] })
  await kit.file(await kit.order())
  expect(await told()).toEqual([])
  expect((await call('GET', 'get_app_push_config')).json.response.blocked_shop_id).toEqual([keys.shop_id])
  await call('POST', 'set_app_push_config', { blocked_shop_id_list: [], set_push_config_off: [29] })
  await kit.file(await kit.order())
  expect(await told()).toEqual([])
  expect((await call('GET', 'get_app_push_config')).json.response).toMatchObject({ push_config_off_list: [29] })
})
