import sharp from 'sharp'
import { expect, test } from 'vitest'
import { eurWire, MAJA, openStory, orderOf, paid, totalOf } from '../kit/story.ts'

const shop = await openStory({ compensation: true })
const { call, does, refuses, stands } = shop

const photograph = async (role: string, background: string): Promise<string> => {
  const bytes = await sharp({ create: { width: 200, height: 150, channels: 3, background } })
    .jpeg()
    .toBuffer()
  return (await call(role, 'POST', `/v1/shops/${shop.shop.id}/files`, bytes, { 'content-type': 'image/jpeg' })).body.id
}

test('a dispute before the arbiter', async () => {
  const order = await shop.enters(
    '5003',
    orderOf(
      MAJA,
      [{ external_id: 'bag', title: 'Bag', sku: 'BAG', quantity: 1, unit_price: { amount_minor: 12_000 } }],
      { payments: [paid('card-3', 12_000)] },
    ),
  )
  let ret = await shop.files('shopper', {
    order_id: order.id,
    items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'fake' } }],
  })

  // Samir offers 20 for keeping it, Maja asks for 60; nobody accepts for the side that offered.
  ret = await does('agent', ret, 'offer', { terms: { handling: 'keep', amount: eurWire(2_000) } })
  ret = await stands(ret, {
    state: { negotiation: 'awaiting_shopper' },
    turn: 'shopper offer 2026-03-12T12:00',
    waits: ['shopper offer 2026-03-12T12:00'],
    may: {
      shopper: 'accept cancel amend decline offer prove choose correct exchange ship',
      merchant: 'cancel amend approve dispute offer reject book choose exchange label ship',
      carrier: 'book ship',
      system: 'cancel approve lapse reject book label',
    },
  })
  const [first] = ret.offers
  expect(await refuses('agent', ret, 'accept', { offer_id: first.id })).toMatchObject({ code: 'own_offer' })
  ret = await does('shopper', ret, 'offer', { terms: { handling: 'keep', amount: eurWire(6_000) } })
  ret = await stands(ret, {
    state: { negotiation: 'awaiting_merchant' },
    turn: 'merchant answer 2026-03-12T12:00',
    may: {
      shopper: 'cancel amend offer prove choose correct exchange ship',
      merchant: 'accept cancel amend approve decline dispute offer reject book choose exchange label ship',
      carrier: 'book ship',
      system: 'cancel approve lapse reject book label',
    },
  })
  expect(await refuses('shopper', ret, 'accept', { offer_id: first.id })).toMatchObject({ status: 409 })

  // The shop objects, and from here on the arbiter's word counts.
  ret = await does('agent', ret, 'dispute', { reason: 'objection', reason_id: 2, text: 'The bag is genuine.' })
  ret = await stands(ret, {
    state: { dispute: 'raised', evidence: 'due', negotiation: 'ended' },
    turn: 'merchant evidence 2026-03-13T12:00',
    waits: ['merchant evidence 2026-03-13T12:00', 'arbiter verdict 2026-03-17T12:00'],
    may: {
      shopper: 'cancel prove choose correct exchange ship',
      merchant: 'cancel prove withdraw book choose exchange label ship',
      arbiter: 'examine judge',
      carrier: 'book ship',
      system: 'cancel examine lapse book label',
    },
  })
  expect(await refuses('agent', ret, 'approve')).toMatchObject({ code: 'disputed' })
  expect(await refuses('shopper', ret, 'judge', { for: 'shopper', pays: 'now' })).toMatchObject({
    status: 403,
    code: 'forbidden',
  })

  ret = await does('agent', ret, 'prove', { media: [await photograph('agent', '#443322')], text: 'The seal is ours.' })
  ret = await does('shopper', ret, 'prove', {
    media: [await photograph('shopper', '#554433')],
    text: 'The stitching is not.',
  })
  ret = await stands(ret, {
    state: { dispute: 'raised', evidence: 'given' },
    turn: 'arbiter verdict 2026-03-17T12:00',
    may: {
      shopper: 'cancel prove choose correct exchange ship',
      merchant: 'cancel prove withdraw book choose exchange label ship',
      arbiter: 'examine judge',
      carrier: 'book ship',
      system: 'cancel examine book label',
    },
  })
  expect(ret.evidence_given.map((given: any) => [given.side, given.about])).toEqual([
    ['merchant', 'dispute'],
    ['shopper', 'dispute'],
  ])
  shop.clock.forward(24)
  ret = await does('arbiter', ret, 'examine')
  expect(
    await refuses('arbiter', ret, 'judge', { for: 'shopper', pays: 'now', amount: eurWire(12_001) }),
  ).toMatchObject({ code: 'amount_too_high' })
  ret = await does('arbiter', ret, 'judge', {
    for: 'shopper',
    pays: 'now',
    amount: eurWire(9_050),
    text: 'The stitching is not the maker’s.',
  })
  ret = await stands(ret, {
    state: { request: 'approved', dispute: 'for_shopper', settlement: 'due', compensation: 'initial' },
    turn: 'merchant payout 2026-03-14T12:00',
    may: {
      shopper: 'choose correct ship',
      merchant: 'amend resolve book choose credit grant label refund settle_elsewhere ship',
      arbiter: 'entitle',
      carrier: 'book ship',
      system: 'entitle resolve book credit grant label refund',
    },
  })
  expect(ret.grants.map((grant: any) => [grant.basis, totalOf(grant.figure)])).toEqual([['verdict', 9_050]])

  // The verdict is paid to the cent, and the marketplace answers for it.
  await does('agent', ret, 'refund')
  await shop.work()
  expect(await shop.moved()).toEqual([9_050])
  await does('arbiter', ret, 'entitle', { outcome: 'pending_request' })
  ret = await stands(ret, {
    state: { settlement: 'settled', compensation: 'pending_request' },
    turn: 'merchant claim 2026-03-18T12:00',
    may: {
      shopper: 'choose correct ship',
      merchant: 'amend claim resolve book choose grant label ship',
      carrier: 'book ship',
      system: 'lapse resolve book grant label',
    },
  })
  await does('owner', ret, 'claim', { amount: eurWire(9_050), text: 'We sold what the maker sent us.' })
  ret = await does('arbiter', ret, 'answer_claim', {
    approved: true,
    parts: [{ type: 'goods', amount: eurWire(4_500) }],
  })
  ret = await does('agent', ret, 'resolve')
  ret = await stands(ret, {
    state: { request: 'resolved', compensation: 'approved' },
    may: { merchant: 'amend reopen grant', arbiter: 'reopen', system: 'grant' },
  })
  expect(await shop.log(ret)).toEqual([
    'return.submitted',
    'units.held',
    'offer.made',
    'offer.superseded',
    'offer.made',
    'dispute.raised',
    'evidence.asked',
    'offer.overtaken',
    'evidence.given',
    'evidence.given',
    'dispute.examined',
    'dispute.judged',
    'request.approved',
    'payout.granted',
    'compensation.opened',
    'payout.ordered',
    'payout.sent',
    'payout.done',
    'compensation.entitled',
    'claim.made',
    'claim.answered',
    'request.resolved',
  ])
})
