/** A seller's day through the community's own client of the platform, unmodified and over real connections. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ShopeeSDK } from '@congminh1254/shopee-sdk'
import { InMemoryTokenStorage } from '@congminh1254/shopee-sdk/storage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileId } from '../../src/core/ids.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Return } from '../../src/core/return/return.ts'
import type { Shop } from '../../src/core/shop.ts'
import { epochMs, type Instant, instantOf } from '../../src/core/time.ts'
import { findOne } from '../../src/desk/look.ts'
import { openPhoto } from '../../src/desk/photos.ts'
import { aPhoto, REASONS } from '../../src/dialects/shopee/acts/testing.ts'
import { runErrands } from '../../src/jobs/errands.ts'
import { manualCarrier } from '../../src/outside/carrier.ts'
import { fetcher } from '../../src/outside/foreign-file.ts'
import { openGuard } from '../../src/webhooks/guard.ts'
import { openDialectKit } from '../kit/dialect.ts'

const methods: Shop['methods'] = [
  { type: 'retailer_label', name: 'Prepaid label', zones: [], label: true },
  { type: 'merchant_arranged', name: 'We come for it', zones: [], label: false },
]
const kit = await openDialectKit({
  compensation: true,
  disputeReasons: REASONS,
  methods,
  shippingProof: { mandatory: true, trackingRequired: true, imageRequired: true },
  dialects: { shopee: { dispute_accepted: true } },
})

/** The client signs with the clock on the wall, so the house goes by it too. */
kit.clock.now = instantOf(Date.now())
const daysAgo = (days: number): Instant => instantOf(epochMs(kit.clock.now) - days * 24 * 3_600_000)
const photo = await aPhoto()

type Keys = { partner_id: number; partner_key: string; shop_id: number; code: string }
const keys = kit.clients.shopee.secret as Keys
const tokens = new InMemoryTokenStorage()
let sdk: ShopeeSDK

beforeAll(async () => {
  const address = await kit.app.listen({ port: 0, host: '127.0.0.1' })
  const { partner_id, partner_key } = keys
  sdk = new ShopeeSDK(
    { partner_id, partner_key, base_url: `${address}/api/v2`, base_auth_url: `${address}/auth` },
    tokens,
  )
})

/** A purchase of two shirts that arrived last week, and the buyer's request for one of them. */
async function requested(): Promise<{ ret: Return; return_sn: string }> {
  const order = await kit.order({
    placedAt: daysAgo(9),
    fulfilments: [
      {
        externalId: `f${Math.random()}`,
        lines: [{ line: 'l1', quantity: 2 }],
        sentAt: daysAgo(7),
        deliveredAt: daysAgo(5),
      },
    ],
  })
  const ret = await kit.file(order, 1)
  const { response } = await sdk.returns.getReturnList({ page_no: 0, page_size: 1 })
  return { ret, return_sn: response.return?.[0]?.return_sn ?? '' }
}

const detail = async (return_sn: string) => (await sdk.returns.getReturnDetail({ return_sn })).response
const refusal = (message: string, error: string) => ({ status: 200, data: expect.objectContaining({ error, message }) })

describe('signing in', () => {
  test('with the code of a consent, once', async () => {
    const token = await sdk.authenticateWithCode(keys.code, keys.shop_id)
    expect(token).toMatchObject({ error: '', expire_in: 14_400, shop_id: keys.shop_id, shop_id_list: [keys.shop_id] })
    await expect(sdk.auth.getAccessToken(keys.code, keys.shop_id)).rejects.toMatchObject({
      data: { error: 'invalid_code' },
    })
  })

  test('a token that no longer opens is renewed on the way, and the call is made again', async () => {
    const before = await tokens.get()
    if (!before) throw new Error('Nobody signed in.')
    await tokens.store({ ...before, access_token: 'f'.repeat(32) })
    expect(await sdk.returns.getReturnList({ page_no: 0, page_size: 10 })).toMatchObject({
      error: '',
      response: { more: false, return: [] },
    })
    const after = await tokens.get()
    expect(after?.refresh_token).not.toBe(before.refresh_token)
    await tokens.store({ ...before, access_token: 'f'.repeat(32) })
    await expect(sdk.returns.getReturnList({ page_no: 0, page_size: 10 })).rejects.toMatchObject({
      data: { error: expect.any(String) },
    })
    if (after) await tokens.store(after)
  })
})

describe('refund only', () => {
  test('a request is found, read and confirmed, once', async () => {
    // conforms: endpoint get_return_list; endpoint get_return_detail; endpoint confirm
    const { ret, return_sn } = await requested()
    const listed = await sdk.returns.getReturnList({
      page_no: 0,
      page_size: 10,
      status: 'REQUESTED',
      create_time_from: new Date(Date.now() - 86_400_000),
      create_time_to: new Date(Date.now() + 60_000),
    })
    expect(listed.response.return).toMatchObject([
      { return_sn, status: 'REQUESTED', negotiation_status: 'PENDING_RESPOND', refund_amount: 50, currency: 'EUR' },
    ])
    expect(listed.response.return?.[0]?.create_time).toBeInstanceOf(Date)
    expect(await detail(return_sn)).toMatchObject({
      return_sn,
      status: 'REQUESTED',
      return_solution: 0,
      due_date: expect.any(Date),
    })
    expect((await sdk.returns.confirm({ return_sn })).response).toEqual({ return_sn })
    expect(await detail(return_sn)).toMatchObject({
      status: 'ACCEPTED',
      return_solution: 1,
      refund_amount: 50,
      negotiation: { negotiation_status: 'TERMINATED' },
    })
    await expect(sdk.returns.confirm({ return_sn })).rejects.toMatchObject(
      refusal('Invalid return status: ACCEPTED', 'error_data'),
    )
    expect((await seen(ret)).grants).toHaveLength(1)
  })
})

describe('return and refund without a dispute', () => {
  test('the seller offers, the buyer counters, the seller accepts, the goods travel', async () => {
    // conforms: endpoint get_available_solutions; endpoint offer; endpoint accept_offer
    const { ret, return_sn } = await requested()
    const solutions = (await sdk.returns.getAvailableSolutions({ return_sn })).response
    expect(solutions).toMatchObject({
      return_sn,
      offer_refund: { eligibility: true, refund_amount_adjustable: true, max_refund_amount: 50 },
      offer_return_refund: { eligibility: true },
    })
    await sdk.returns.offer({ return_sn, proposed_solution: 'REFUND', proposed_adjusted_refund_amount: 12.5 })
    expect((await detail(return_sn)).negotiation).toMatchObject({
      negotiation_status: 'PENDING_BUYER_RESPOND',
      latest_solution: 'REFUND',
      latest_offer_amount: 12.5,
      counter_limit: 2,
      offer_due_date: expect.any(Date),
    })
    await expect(sdk.returns.acceptOffer({ return_sn })).rejects.toMatchObject(
      refusal('Cannot accept your own offer.', 'err_data'),
    )
    await kit.act(
      ret,
      { verb: 'offer', terms: { handling: 'send_back', amount: { amountMinor: 4500, currency: kit.shop.currency } } },
      'shopper',
    )
    expect((await detail(return_sn)).negotiation).toMatchObject({
      negotiation_status: 'PENDING_RESPOND',
      latest_solution: 'RETURN_REFUND',
      latest_offer_amount: 45,
    })
    expect((await sdk.returns.acceptOffer({ return_sn })).response).toEqual({ return_sn })
    expect(await detail(return_sn)).toMatchObject({
      status: 'PROCESSING',
      refund_amount: 45,
      return_solution: 0,
      is_refund_amount_adjusted: true,
      negotiation: { negotiation_status: 'TERMINATED' },
      return_ship_due_date: expect.any(Date),
    })
  })

  test('the seller arranges the transport and proves it', async () => {
    // conforms: endpoint get_shipping_carrier; endpoint upload_image; endpoint upload_shipping_proof; endpoint get_reverse_tracking_info
    const { ret, return_sn } = await requested()
    await kit.act(ret, [{ verb: 'approve' }, { verb: 'choose', method: 'merchant_arranged' }])
    const carriers = (await sdk.returns.getShippingCarrier({ return_sn })).response
    expect(carriers).toMatchObject({
      is_shipping_proof_mandatory: true,
      has_uploaded_seller_arrange_proof: false,
      shipping_proof_template: [{ is_tracking_number_required: true, is_shipping_image_file_mandatory: true }],
    })
    const { image_list } = (await sdk.media.uploadImage({ business: 2, scene: 1, images: photo })).response as {
      image_list: { image_id: string }[]
    }
    const carrier = carriers.reverse_logistics_carrier_list?.[0]
    const proof = {
      return_sn,
      reverse_logistics_carrier_id: carrier?.reverse_logistics_carrier_id ?? 0,
      reverse_logistics_carrier_name: carrier?.reverse_logistics_carrier_name ?? '',
      tracking_number: 'VAN00017',
      image_id_list: image_list.map(({ image_id }) => ({ image_id })),
    }
    expect(await sdk.returns.uploadShippingProof(proof)).toMatchObject({ error: '', message: 'success' })
    await expect(sdk.returns.uploadShippingProof(proof)).rejects.toMatchObject(
      refusal('Shipping Proof have already been uploaded', 'returns.exceed_shipping_proof'),
    )
    expect(await detail(return_sn)).toMatchObject({
      status: 'PROCESSING',
      is_seller_arrange: true,
      has_uploaded_shipping_proof: true,
      tracking_number: 'VAN00017',
      reverse_logistics_status: 'LOGISTICS_PICKUP_DONE',
    })
    expect((await sdk.returns.getReverseTrackingInfo({ return_sn })).response).toMatchObject({
      return_sn,
      return_refund_request_type: 0,
      validation_type: 'seller_validation',
      reverse_logistics_status: 'LOGISTICS_PICKUP_DONE',
    })
  })
})

describe('return and refund with a dispute', () => {
  test('evidence, a verdict for the buyer, and a claim for compensation that is taken back', async () => {
    // conforms: endpoint get_return_dispute_reason; endpoint convert_image; endpoint dispute; endpoint upload_proof; endpoint query_proof; endpoint cancel_dispute
    const { ret, return_sn } = await requested()
    const item = ret.items[0]?.id as never
    await kit.act(ret, { verb: 'approve' })
    await kit.act(ret, { verb: 'receive', key: 'dock-1', source: 'dock', lines: [{ item, quantity: 1 }] }, 'warehouse')

    const reasons = (await sdk.returns.getReturnDisputeReason({ return_sn })).response.dispute_reason_list ?? []
    const damaged = reasons.find(({ evidence_module_list }) =>
      evidence_module_list?.some(({ is_required }) => is_required),
    )
    const image = (await sdk.returns.convertImage({ return_sn, upload_image: photo })).response
    const said = {
      return_sn,
      email: 'ops@shop.example',
      dispute_reason_id: Number(damaged?.dispute_reason),
      dispute_text_reason: 'The parcel was opened on its way back',
    }
    await expect(sdk.returns.dispute(said)).rejects.toMatchObject(
      refusal("can't raise dispute because mandatory evidence is missing", 'dispute.request.param.error'),
    )
    const image_list = (damaged?.evidence_module_list ?? []).map(({ module_index, requirement }) => ({
      module_index: module_index ?? 0,
      requirement: requirement ?? '',
      image_url: [image.url ?? ''],
    }))
    expect((await sdk.returns.dispute({ ...said, image_list })).response).toEqual({
      return_sn,
      msg: 'dispute return success',
    })
    expect(await detail(return_sn)).toMatchObject({
      status: 'SELLER_DISPUTE',
      dispute_reason: ['UNKNOWN'],
      dispute_text_reason: [said.dispute_text_reason],
      seller_proof: { seller_proof_status: 'PENDING', seller_evidence_deadline: expect.any(Date) },
    })
    await expect(sdk.returns.confirm({ return_sn })).rejects.toMatchObject(
      refusal('Shopee is reviewing the case and will get back to you.', 'error_data'),
    )

    const elsewhere = await serving(photo)
    await sdk.returns.uploadProof({
      return_sn,
      photo: [
        { url: image.url ?? '', thumbnail: image.thumbnail ?? '' },
        { url: elsewhere, thumbnail: elsewhere },
      ],
      description: 'Seal number 88',
    })
    const proof = (await sdk.returns.queryProof({ return_sn })).response
    expect(proof).toMatchObject({
      description: 'Seal number 88',
      image: [{ url: image.url }, { url: expect.stringContaining('/v1/files/') }],
      video: [],
    })
    await fetchWhatLiesElsewhere()
    expect(await opens(proof.image?.[1]?.url ?? '')).toBe(true)
    expect((await detail(return_sn)).seller_proof).toMatchObject({ seller_proof_status: 'UPLOADED' })

    await kit.act(ret, { verb: 'examine' }, 'arbiter')
    expect(await detail(return_sn)).toMatchObject({ status: 'JUDGING' })
    await kit.act(ret, { verb: 'judge', for: 'shopper', pays: 'now' }, 'arbiter')
    expect(await detail(return_sn)).toMatchObject({
      status: 'ACCEPTED',
      seller_compensation: { seller_compensation_status: 'COMPENSATION_INITIAL_STAGE' },
    })

    await kit.act(ret, { verb: 'entitle', outcome: 'pending_request' }, 'arbiter')
    const plain = { ...said, dispute_reason_id: 2 }
    expect((await sdk.returns.dispute(plain)).response.msg).toBe('dispute return success')
    expect(await detail(return_sn)).toMatchObject({
      status: 'ACCEPTED',
      seller_compensation: { seller_compensation_status: 'COMPENSATION_REQUESTED' },
    })
    const { response } = await sdk.returns.cancelDispute({ return_sn, email: 'ops@shop.example' })
    expect(response).toEqual({ return_sn, message: 'SUCCESS' })
    expect(
      (
        await sdk.returns.getReturnList({
          page_no: 0,
          page_size: 10,
          seller_compensation_status: 'COMPENSATION_CANCELLED',
        })
      ).response.return,
    ).toMatchObject([{ return_sn }])
    await expect(sdk.returns.cancelDispute({ return_sn, email: 'ops@shop.example' })).rejects.toMatchObject({
      data: { error: 'dispute.cancel.ineligible' },
    })
  })
})

async function seen(ret: Return): Promise<Return> {
  const found = await findOne(kit.desk, kit.as('owner'), ret.id)
  if (refused(found)) throw new Error(found.code)
  return found.ret
}

/** Somebody's server with one picture. */
async function serving(bytes: Buffer): Promise<string> {
  const server = createServer((_request, reply) => void reply.end(bytes)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => (server.closeAllConnections(), server.close()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/box.jpg`
}

async function fetchWhatLiesElsewhere(): Promise<void> {
  const guard = openGuard({ privateAddresses: 'allow' })
  await runErrands(kit.desk, { gateway: () => 'by_hand', carrier: manualCarrier, fetchFile: fetcher(guard) })
  await guard.close()
}

async function opens(link: string): Promise<boolean> {
  const file = /files\/([0-9a-f-]{36})/.exec(link)?.[1] as FileId
  return !refused(await openPhoto(kit.desk, kit.org, file, 'full'))
}
