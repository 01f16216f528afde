import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aShop, eur } from '../../../test/kit/cast.ts'
import { submitted } from '../../../test/kit/given.ts'
import { as, type FileId } from '../../core/ids.ts'
import type { Currency } from '../../core/money.ts'
import { NOBODY } from '../../core/party.ts'
import { REASON_CODES } from '../../core/reasons.ts'
import { DISPOSITIONS, DISPUTE_REASONS, KINDS, type Return } from '../../core/return/return.ts'
import { COLUMNS, type Columns } from '../../core/return/where.ts'
import type { Instant } from '../../core/time.ts'
import type { Seen } from '../../desk/look.ts'
import { numberOf, secondsOf, textOf } from './amounts.ts'
import { sayDetail } from './say-detail.ts'
import { sayRow } from './say-list.ts'
import { reverseStatusOf } from './say-parcel.ts'
import * as words from './words.ts'

const links = Object.assign(
  (file: string) => ({ url: `https://x/${file}`, thumbnail_url: `https://x/${file}/small` }),
  {
    until: '',
  },
)
const to = { links, videos: new Set<FileId>([as('film')]) }

const { ret, tray } = submitted()
const seenAs = (more: Partial<Return> = {}, around: Partial<Seen> = {}): Seen => ({
  ret: { ...ret, ...more },
  order: tray.order,
  shop: tray.shop,
  policy: tray.policy,
  siblings: [],
  ...around,
})
const detail = (more: Partial<Return> = {}, around: Partial<Seen> = {}) => sayDetail(seenAs(more, around), to)
const row = (more: Partial<Return> = {}, around: Partial<Seen> = {}) => sayRow(seenAs(more, around), to)
const at = '2026-03-10T12:00:00.000Z' as Instant

describe('money and moments', () => {
  test('money is a number of whole units, with as many places as its currency has', () => {
    expect(numberOf(eur(2146))).toBe(21.46)
    expect(numberOf({ amountMinor: 500, currency: 'JPY' as Currency })).toBe(500)
    expect(textOf(eur(4250))).toBe('42.50')
    expect(textOf({ amountMinor: 1, currency: 'KWD' as Currency })).toBe('0.001')
  })

  test('moments are whole seconds, and 0 where there is none', () => {
    expect(secondsOf('2026-11-22T05:57:08.999Z' as Instant)).toBe(1795327028)
    expect([secondsOf(null), secondsOf(undefined)]).toEqual([0, 0])
  })
})

describe('words', () => {
  // conforms: enum ReturnReason.NONE
  // conforms: enum ReturnReason.NOT_RECEIPT
  // conforms: enum ReturnReason.WRONG_ITEM
  // conforms: enum ReturnReason.ITEM_DAMAGED
  // conforms: enum ReturnReason.DIFFERENT_DESCRIPTION
  // conforms: enum ReturnReason.MUTUAL_AGREE
  // conforms: enum ReturnReason.OTHER
  // conforms: enum ReturnReason.ITEM_WRONGDAMAGED
  // conforms: enum ReturnReason.CHANGE_MIND
  // conforms: enum ReturnReason.ITEM_MISSING
  // conforms: enum ReturnReason.EXPECTATION_FAILED
  // conforms: enum ReturnReason.ITEM_FAKE
  // conforms: enum ReturnReason.PHYSICAL_DMG
  // conforms: enum ReturnReason.FUNCTIONAL_DMG
  test('every reason of ours has a word, and every word of the developer guide is said for one', () => {
    const said = REASON_CODES.map(code => {
      const items = ret.items.map(item => ({ ...item, reason: { ...item.reason, code } }))
      const { reason, reassessed_request_reason } = row({ items, reassessed: code })
      expect(reassessed_request_reason).toBe(reason)
      return reason
    })
    expect(new Set(said)).toEqual(
      new Set([
        'NONE',
        'NOT_RECEIPT',
        'WRONG_ITEM',
        'ITEM_DAMAGED',
        'DIFFERENT_DESCRIPTION',
        'MUTUAL_AGREE',
        'OTHER',
        'ITEM_WRONGDAMAGED',
        'CHANGE_MIND',
        'ITEM_MISSING',
        'EXPECTATION_FAILED',
        'ITEM_FAKE',
        'PHYSICAL_DMG',
        'FUNCTIONAL_DMG',
      ]),
    )
    expect(row().reassessed_request_reason).toBe('NONE')
  })

  // conforms: enum ReturnDisputeReason.NON_RECEIPT
  // conforms: enum ReturnDisputeReason.OTHER
  // conforms: enum ReturnDisputeReason.NOT_RECEIVED
  // conforms: enum ReturnDisputeReason.UNKNOWN
  test('a dispute tells its reason and its text, and there is none before', () => {
    const said = DISPUTE_REASONS.map(reason => {
      const dispute = {
        state: 'raised' as const,
        case: { by: 'merchant' as const, reason, reasonId: null, text: 'Not so', email: null, at, modules: [] },
      }
      const { dispute_reason, dispute_text_reason } = row({ dispute })
      expect(dispute_text_reason).toEqual(['Not so'])
      return dispute_reason
    })
    expect(said).toEqual([['NON_RECEIPT'], ['OTHER'], ['NOT_RECEIVED'], ['UNKNOWN']])
    expect(row()).toMatchObject({ dispute_reason: [], dispute_text_reason: [] })
  })

  // conforms: enum ReturnRefundRequestType.0
  // conforms: enum ReturnRefundRequestType.1
  // conforms: enum ReturnRefundRequestType.2
  // conforms: enum ValidationType.seller_validation
  // conforms: enum ValidationType.warehouse_validation
  test('kind and inspector', () => {
    expect(KINDS.map(kind => row({ kind }).return_refund_request_type)).toEqual([0, 1, 2])
    expect(row({ inspector: 'merchant' }).validation_type).toBe('seller_validation')
    expect(row({ inspector: 'warehouse' }).validation_type).toBe('warehouse_validation')
  })

  // conforms: enum ReturnSolution.RETURN_REFUND
  // conforms: enum ReturnSolution.REFUND
  test('the solution is a number in the return and a word in the negotiation', () => {
    const kept = ret.items.map(item => ({ ...item, handling: 'keep' as const }))
    expect([detail().return_solution, detail().negotiation.latest_solution]).toEqual([0, 'RETURN_REFUND'])
    expect(detail({ items: kept })).toMatchObject({ return_solution: 1, needs_logistics: false })
    expect(detail({ items: kept }).negotiation.latest_solution).toBe('REFUND')
  })

  // conforms: enum ReturnRefundType.RRBOC
  // conforms: enum ReturnRefundType.RRAOC
  test('a return is before or after completion by the order it is of', () => {
    const completed = (completedAt: string | null) =>
      row({}, { order: { ...tray.order, completedAt: completedAt as Instant | null } }).return_refund_type
    expect(completed(null)).toBe('RRBOC')
    expect(completed('2026-03-09T00:00:00.000Z')).toBe('RRAOC')
    expect(completed('2026-03-11T00:00:00.000Z')).toBe('RRBOC')
  })

  // conforms: enum SellerCompensationStatus.COMPENSATION_NOT_APPLICABLE
  // conforms: enum SellerCompensationStatus.COMPENSATION_INITIAL_STAGE
  // conforms: enum SellerCompensationStatus.COMPENSATION_PENDING_REQUEST
  // conforms: enum SellerCompensationStatus.COMPENSATION_NOT_REQUIRED
  // conforms: enum SellerCompensationStatus.COMPENSATION_REQUESTED
  // conforms: enum SellerCompensationStatus.COMPENSATION_APPROVED
  // conforms: enum SellerCompensationStatus.COMPENSATION_REJECTED
  // conforms: enum SellerCompensationStatus.COMPENSATION_CANCELLED
  // conforms: enum SellerCompensationStatus.COMPENSATION_NOT_ELIGIBLE
  test('compensation is told word for word, with what was asked and what was given', () => {
    const claim = { at, by: ret.filedBy, amount: eur(700), text: 'Lost', media: [] }
    const said = COLUMNS.compensation.map(state => {
      const compensation = { state, claim, parts: [{ type: 'LOGISTICS_RELATED_COMPENSATION', amount: eur(500) }] }
      const { seller_compensation } = detail({ compensation: compensation as never })
      return [seller_compensation.seller_compensation_status, seller_compensation.compensation_amount]
    })
    expect(said.map(([word]) => word)).toEqual(
      COLUMNS.compensation.map(state => `COMPENSATION_${state === 'initial' ? 'INITIAL_STAGE' : state.toUpperCase()}`),
    )
    expect(said.at(-1)).toEqual(['COMPENSATION_APPROVED', 5])
    const approved = { state: 'approved' as const, claim, parts: [{ type: 'A', amount: eur(500) }] }
    expect(detail({ compensation: approved }).seller_compensation.compensation_amount_list).toEqual([
      { compensation_type: 'A', compensation_amount: 5 },
    ])
    expect(row().seller_compensation_status).toBe('COMPENSATION_NOT_APPLICABLE')
    expect(detail({ compensation: { state: 'requested', claim } }).seller_compensation.compensation_amount).toBe(7)
  })

  // conforms: enum SellerProofStatus.PENDING
  // conforms: enum SellerProofStatus.UPLOADED
  // conforms: enum SellerProofStatus.OVERDUE
  // conforms: enum SellerProofStatus.NOT_NEEDED
  test('proof is told word for word; where only the words of the developer guide are wanted, nothing to prove is nothing', () => {
    const said = COLUMNS.evidence.map(state => row({ evidence: { state } as never }).seller_proof_status)
    expect(said).toEqual(['NOT_NEEDED', 'PENDING', 'UPLOADED', 'OVERDUE'])
    const shop = aShop({ dialects: { shopee: { seed_words_only: true } } })
    expect(row({}, { shop }).seller_proof_status).toBe('')
    expect(detail({}, { shop }).seller_proof.seller_proof_status).toBe('')
  })

  // conforms: enum ShippingFeeResponsibility.Pending
  // conforms: enum ShippingFeeResponsibility.Seller
  // conforms: enum ShippingFeeResponsibility.Shopee
  test('who pays the way back is told in Brazil alone', () => {
    expect(row()).not.toHaveProperty('shipping_fee_responsibility')
    const shop = { ...tray.shop, refs: { ...tray.shop.refs, region: 'BR' } }
    const paying = (payer: Return['freight']['payer'], reason: number | null = null) =>
      detail({ freight: { payer, reason } }, { shop })
    expect(
      (['undecided', 'shopper', 'merchant', 'platform'] as const).map(
        payer => paying(payer).shipping_fee_responsibility,
      ),
    ).toEqual(['Pending', 'Pending', 'Seller', 'Shopee'])
    expect(paying('merchant', 11).shipping_fee_responsibility_reason).toBe('SHIPPING_FEE_RESPONSIBILITY_REASON_11')
    expect(paying('merchant').shipping_fee_responsibility_reason).toBe('')
  })
})

const columnsWith = (transit: Columns['transit']): Columns => ({ transit }) as Columns

describe('where the goods are', () => {
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_PENDING_ARRANGE
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_READY
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_REQUEST_CREATED
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_PICKUP_RETRY
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_PICKUP_FAILED
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_PICKUP_DONE
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_DELIVERY_FAILED
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_LOST
  // conforms: enum ReverseLogisticsStatus.LOGISTICS_DELIVERY_DONE
  test('a normal return has nine words, and none when nothing travels', () => {
    expect(COLUMNS.transit.map(transit => reverseStatusOf(ret, columnsWith(transit)))).toEqual([
      '',
      'LOGISTICS_PENDING_ARRANGE',
      'LOGISTICS_READY',
      'LOGISTICS_REQUEST_CREATED',
      'LOGISTICS_PICKUP_RETRY',
      'LOGISTICS_PICKUP_FAILED',
      'LOGISTICS_PICKUP_DONE',
      'LOGISTICS_DELIVERY_FAILED',
      'LOGISTICS_LOST',
      'LOGISTICS_DELIVERY_DONE',
    ])
  })

  // conforms: enum InTransitLogisticsStatus.Preparing
  // conforms: enum InTransitLogisticsStatus.Delivered
  // conforms: enum InTransitLogisticsStatus.Delivery Failed
  // conforms: enum InTransitLogisticsStatus.Lost
  // conforms: enum OnTheSpotLogisticsStatus.Preparing
  // conforms: enum OnTheSpotLogisticsStatus.Delivered
  // conforms: enum OnTheSpotLogisticsStatus.Delivery Failed
  // conforms: enum OnTheSpotLogisticsStatus.Lost
  test.each(['in_transit', 'on_the_spot'] as const)('a parcel that was turned round (%s) has four', kind => {
    const said = COLUMNS.transit.map(transit => reverseStatusOf({ ...ret, kind }, columnsWith(transit)))
    expect(said).toEqual(['', ...Array(6).fill('Preparing'), 'Delivery Failed', 'Lost', 'Delivered'])
    expect(detail({ kind })).toMatchObject({ logistics_status: '', reverse_logistics_status: 'Preparing' })
  })

  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_REQUEST_CREATED
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_REQUEST_CANCELED
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_PICKUP_FAILED
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_PICKUP_RETRY
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_PICKUP_DONE
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_DELIVERY_FAILED
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_DELIVERY_DONE
  // conforms: enum PostReturnLogisticsStatus.POST_RETURN_LOGISTICS_LOST
  test('what a warehouse sends on has eight words, none of them twice', () => {
    expect(Object.values(words.onwardWords).filter(word => word !== null)).toEqual([
      'POST_RETURN_LOGISTICS_REQUEST_CREATED',
      'POST_RETURN_LOGISTICS_PICKUP_RETRY',
      'POST_RETURN_LOGISTICS_PICKUP_FAILED',
      'POST_RETURN_LOGISTICS_PICKUP_DONE',
      'POST_RETURN_LOGISTICS_DELIVERY_FAILED',
      'POST_RETURN_LOGISTICS_LOST',
      'POST_RETURN_LOGISTICS_DELIVERY_DONE',
      'POST_RETURN_LOGISTICS_REQUEST_CANCELED',
    ])
  })

  test('a carrier that reports nothing counts as having the parcel once its sending was proved', () => {
    const sent = submitted()
      .then({ verb: 'approve' }, { by: 'agent' })
      .then(
        { verb: 'ship', carrier: { ref: 8 }, trackingNumber: 'H1', proof: { media: [as('receipt')] } },
        { by: 'agent' },
      ).ret
    expect(detail(sent)).toMatchObject({
      reverse_logistics_status: 'LOGISTICS_PICKUP_DONE',
      reverse_logistic_status: 'LOGISTICS_PICKUP_DONE',
      logistics_status: 'LOGISTICS_PICKUP_DONE',
      has_uploaded_shipping_proof: true,
      tracking_number: 'H1',
      reverse_logistics_channel_name: 'Hermes',
      reverse_logistic_channel_name: 'Hermes',
      is_reverse_logistics_channel_integrated: false,
    })
  })
})

describe('the warehouse', () => {
  // conforms: enum IsArrivedAtWarehouse.1
  // conforms: enum IsArrivedAtWarehouse.2
  // conforms: enum IsArrivedAtWarehouse.3
  // conforms: enum IsArrivedAtWarehouse.4
  test('it is told only where a warehouse inspects, and whether the goods came', () => {
    expect(row()).not.toHaveProperty('is_arrived_at_warehouse')
    const inspector = 'warehouse' as const
    const receiving = (refused: string | null) =>
      [
        {
          id: 'r',
          key: 'r',
          at,
          by: ret.filedBy,
          source: 'dock',
          place: null,
          refused,
          replaces: [],
          lines: [{ item: ret.items[0]?.id, quantity: 1, gradings: [] }],
        },
      ] as never
    expect(row({ inspector })).toMatchObject({ is_arrived_at_warehouse: 1, follow_up_action_list: [] })
    expect(row({ inspector, receivings: receiving('Open box') }).is_arrived_at_warehouse).toBe(2)
    expect(row({ inspector, receivings: receiving(null) }).is_arrived_at_warehouse).toBe(3)
    expect(row({ inspector, request: { state: 'expired' } }).is_arrived_at_warehouse).toBe(4)
  })

  // conforms: enum FollowUpStatus.1
  // conforms: enum FollowUpStatus.2
  // conforms: enum FollowUpStatus.3
  // conforms: enum FollowUpStatus.4
  // conforms: enum FollowUpStatus.5
  // conforms: enum FollowUpStatus.6
  // conforms: enum FollowUpStatus.7
  // conforms: enum FollowUpStatus.8
  // conforms: enum FollowUpStatus.9
  test('each disposition is a number, and a resale tells its stage', () => {
    const item = ret.items[0]?.id as never
    const resale = { orders: ['260101AAAAAAAA'], next: 'dispose' }
    const common = { id: 'd' as never, key: 'd', item, quantity: 1, location: null, at, by: ret.filedBy }
    const dispositions = [
      ...DISPOSITIONS.map(to => ({ ...common, to, resale: null })),
      ...([3, 4, 5, 6] as const).map(stage => ({ ...common, to: 'restock' as const, resale: { ...resale, stage } })),
    ]
    const list = row({ inspector: 'warehouse', dispositions }).follow_up_action_list ?? []
    expect(list.map(({ current_status }) => current_status)).toEqual([7, 7, 7, 7, 2, 1, 1, 1, 9, 8, 3, 4, 5, 6])
    expect(list.at(-1)).toMatchObject({
      qty: 1,
      related_order_sn_list: ['260101AAAAAAAA'],
      resell_failed_next_step: 'dispose',
    })
  })
})

describe('people, pictures and pieces', () => {
  test('the shopper is told by a name and a masked address', () => {
    const user = (more: object) => row({ contact: { ...NOBODY, ...more } }).user
    expect(user({ emails: ['maja@example.com'] })).toEqual({
      username: '*****a',
      email: '*****a@example.com',
      portrait: '',
    })
    expect(user({ username: 'maja_l', portrait: 'https://x/p.jpg' })).toEqual({
      username: 'maja_l',
      email: '',
      portrait: 'https://x/p.jpg',
    })
    expect(user({})).toEqual({ username: '', email: '', portrait: '' })
  })

  test('photos stand in the row, films in the detail, each once, and nobody else’s among them', () => {
    const media = [
      { id: as<FileId>('one'), kind: 'photo' as const, by: 'shopper' as const, at },
      { id: as<FileId>('two'), kind: 'video' as const, by: 'shopper' as const, at },
      { id: as<FileId>('ours'), kind: 'photo' as const, by: 'merchant' as const, at },
    ]
    const evidence = (about: 'request' | 'dispute', files: string[]) => ({
      id: 'e' as never,
      side: 'shopper' as const,
      about,
      media: files.map(file => as<FileId>(file)),
      text: '',
      at,
      replacedBy: null,
    })
    const shown = {
      items: ret.items.map(item => ({ ...item, media })),
      evidenceGiven: [evidence('request', ['one', 'film', 'three']), evidence('dispute', ['later'])],
    }
    expect(row(shown).image).toEqual(['https://x/one', 'https://x/three'])
    expect(detail(shown).buyer_videos).toEqual([
      { thumbnail_url: 'https://x/two/small', video_url: 'https://x/two' },
      { thumbnail_url: 'https://x/film/small', video_url: 'https://x/film' },
    ])
  })

  test('what was taken off is no longer part of it, and less than was sent is a part', () => {
    const removed = [{ quantity: 1, mark: { at, by: ret.filedBy, rule: null }, why: '' }]
    const part = { items: ret.items.map(item => ({ ...item, removed })) }
    expect(row()).toMatchObject({ is_partial_quantity_return: false })
    expect(row(part)).toMatchObject({ is_partial_quantity_return: true })
    expect(row(part).item[0]?.amount).toBe(1)
  })

  test('shares of the items add up to the refund, and a bundle tells its own', () => {
    const deal = as<never>('deal-1')
    const lines = [
      aLine({ id: 'line-1', quantity: 2, paid: 10_000, more: { deal: { id: deal, role: 'member' } } }),
      aLine({ id: 'line-2', quantity: 1, paid: 3_333, sku: 'SOCKS' }),
    ]
    const order = anOrder(lines, {
      deals: [
        {
          id: deal,
          kind: 'bundle',
          externalId: '4711',
          lines: [{ line: as('line-1'), quantity: 2, listPrice: eur(6_000) }],
          before: eur(12_000),
          after: eur(10_000),
        },
      ],
    })
    const story = submitted(
      {
        items: ['line-1', 'line-2'].map(line => ({
          line: as(line),
          quantity: 1,
          reason: { code: 'too_small' as const },
        })),
      },
      { order },
    )
    const said = detail(story.ret, { order })
    expect(said.refund_amount).toBe(83.33)
    expect(said.item.map(item => item.refund_amount)).toEqual([50, 33.33])
    expect(said.activity).toEqual([
      {
        activity_id: 4711,
        activity_type: 'BUNDLE',
        original_price: '120.00',
        discounted_price: '100.00',
        items: [expect.objectContaining({ quantity_purchased: 2, original_price: '60.00' })],
        refund_amount: '50.00',
      },
    ])
  })

  test('an add-on deal marks its main item and its extras', () => {
    const deal = as<never>('deal-1')
    const withRole = (role: 'main' | 'add_on') => {
      const order = anOrder([aLine({ more: { deal: { id: deal, role } } })], {
        deals: [{ id: deal, kind: 'add_on', externalId: '12', lines: [], before: eur(1), after: eur(1) }],
      })
      return row({}, { order }).item[0]
    }
    expect(withRole('main')).toMatchObject({ is_main_item: true, is_add_on_deal: false, add_on_deal_id: 12 })
    expect(withRole('add_on')).toMatchObject({ is_main_item: false, is_add_on_deal: true, add_on_deal_id: 12 })
    expect(row().item[0]).toMatchObject({ is_main_item: false, is_add_on_deal: false, add_on_deal_id: 0 })
  })

  test('an agreed lower amount is an adjusted one', () => {
    const terms = { handling: 'send_back' as const, amount: eur(4_000) }
    const story = submitted()
      .then({ verb: 'offer', terms }, { by: 'agent' })
      .then(({ offers }) => ({ verb: 'accept', offer: offers[0]?.id as never }), { by: 'shopper' })
    expect(detail(story.ret)).toMatchObject({
      is_refund_amount_adjusted: true,
      refund_amount: 40,
      negotiation: {
        negotiation_status: 'TERMINATED',
        latest_solution: 'RETURN_REFUND',
        latest_offer_amount: 40,
        latest_offer_creator: 'The agent',
        counter_limit: 1,
      },
    })
    expect(row().is_refund_amount_adjusted).toBe(false)
  })
})
