import { describe, expect, test } from 'vitest'
import { aLine, anAddress, anOrder, aPolicy, aShop } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../../test/kit/given.ts'
import type { ItemId, LocationId } from '../../ids.ts'
import type { Commands } from '../commands.ts'
import { heldOf, returned } from '../quantities.ts'

const item = (story: Story) => story.ret.items[0]!.id
const of = (args: Commands['amend']) => ({ verb: 'amend', ...args }) as const
const remain = (story: Story, quantity: number, why = 'Keeps one') =>
  of({ items: [{ item: item(story), quantity, why }] })
const counted = (story: Story, quantity: number) =>
  story.then(
    { verb: 'receive', key: 'r1', source: 'dock', lines: [{ item: item(story), quantity }] },
    { by: 'warehouse' },
  )

describe('who may amend', () => {
  const comment = of({ comment: 'Ring twice' })

  test('the shopper while it waits for an answer', () => {
    submitted().when(comment, { by: 'shopper' }).gives(['return.amended'])
    approved().when(comment, { by: 'shopper' }).refuses('not_open')
    counted(submitted(), 1).when(comment, { by: 'shopper' }).refuses('goods_received')
    submitted()
      .then({ verb: 'dispute', reason: 'objection', text: '' })
      .when(comment, { by: 'shopper' })
      .refuses('disputed')
  })

  test('the merchant while it is open or closed as done', () => {
    for (const by of ['owner', 'agent'] as const) {
      for (const story of [submitted(), approved(), approved().then({ verb: 'resolve' })])
        story.when(comment, { by }).gives(['return.amended'])
      submitted().then({ verb: 'cancel' }).when(comment, { by }).refuses('not_open')
      approved().then({ verb: 'dispute', reason: 'objection', text: '' }).when(comment, { by }).refuses('disputed')
    }
  })

  test('the arbiter reassesses the reason at any time, and nothing else', () => {
    const over = submitted().then({ verb: 'cancel' })
    over.when(of({ reassessed: 'damaged' }), { by: 'arbiter' }).gives(['reason.reassessed'])
    over.when(comment, { by: 'arbiter' }).refuses('forbidden', { path: 'comment' })
    submitted()
      .when(of({ reassessed: 'damaged' }), { by: 'agent' })
      .refuses('forbidden', { path: 'reassessed' })
    const said = over.then(of({ reassessed: 'damaged' }), { by: 'arbiter' })
    expect(said.ret.reassessed).toBe('damaged')
    expect(said.when(of({ reassessed: 'damaged' }), { by: 'arbiter' }).events()).toEqual([])
  })

  test('the owner on the bench reassesses at any time and changes the rest while it is open', () => {
    const over = submitted({}, { shop: aShop({ bench: 'owner' }) }).then({ verb: 'cancel' })
    over.when(of({ reassessed: 'damaged' }), { by: 'owner' }).gives(['reason.reassessed'])
    over.when(comment, { by: 'owner' }).refuses('not_open', { path: 'comment' })
  })

  test('the bench is the arbiter’s, or the owner’s where there is none', () => {
    const reason = of({ reassessed: 'damaged' })
    submitted().when(reason, { by: 'owner' }).refuses('forbidden', { path: 'reassessed' })
    submitted({}, { shop: aShop({ bench: 'owner' }) })
      .when(reason, { by: 'agent' })
      .refuses('forbidden', { path: 'reassessed' })
  })

  test('nobody else, and never nothing', () => {
    for (const by of ['warehouse', 'carrier', 'system'] as const) submitted().when(comment, { by }).refuses('forbidden')
    submitted().when(of({}), { by: 'agent' }).refuses('invalid')
  })

  test('where it goes and who pays the freight is the shop’s to say', () => {
    const freight = { payer: 'merchant', reason: null } as const
    submitted().when(of({ freight }), { by: 'shopper' }).refuses('forbidden', { path: 'freight' })
    submitted()
      .when(of({ destination: 'location-1' as never }), { by: 'shopper' })
      .refuses('forbidden', { path: 'destination' })
    submitted()
      .when(of({ destination: 'nowhere' as never }))
      .refuses('invalid', { path: 'destination' })
    expect(submitted().then(of({ freight, destination: 'location-1' as never })).ret).toMatchObject({
      freight,
      destination: 'location-1',
    })
    const [main] = aShop().locations
    const shop = aShop({ locations: [main!, { ...main!, id: 'location-2' as LocationId }] })
    const elsewhere = of({ destination: 'location-2' as LocationId })
    expect(submitted({}, { shop }).then(elsewhere).ret.destination).toBe('location-2')
  })
})

describe('particulars', () => {
  test('contact is laid over what is there, an address takes the place of the old one', () => {
    const { ret } = submitted().then(of({ contact: { phone: '030 1' }, pickup: null, shipping: null }), {
      by: 'shopper',
    })
    expect(ret.contact).toMatchObject({ firstName: 'Maja', phone: '030 1' })
    expect(ret.shipping).toBeNull()
    const pickup = { ...anAddress(), city: 'Potsdam' }
    expect(submitted().then(of({ pickup })).ret.pickup).toEqual(pickup)
  })

  test('the method changes until a parcel is booked', () => {
    submitted()
      .when(of({ method: 'in_store' }), { by: 'shopper' })
      .gives(['method.chosen'])
    expect(submitted().then(of({ method: null })).ret.method).toBeNull()
    submitted()
      .when(of({ method: 'happy_returns' }))
      .refuses('method_unavailable', { path: 'method' })
    const sent = approved().then({ verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' })
    sent.when(of({ method: 'in_store' })).refuses('not_open', { path: 'method' })
  })
  test('the method changes when one was chosen before, and when nothing has to travel', () => {
    submitted({ method: 'retailer_label' })
      .when(of({ method: 'in_store' }))
      .gives(['method.chosen'])
    submitted({ items: [asked(2, { handling: 'keep' })] })
      .when(of({ method: 'in_store' }))
      .gives(['method.chosen'])
  })

  test('a method that policy does not offer is the staff’s to choose', () => {
    const methods = { methods: [{ type: 'in_store' as const, cost: { free: true as const } }] }
    const policy = aPolicy([{ id: 'methods' as never, name: 'methods', when: {}, then: [methods], priority: 0 }])
    const label = of({ method: 'retailer_label' })
    submitted({}, { policy })
      .when(label, { by: 'shopper' })
      .refuses('method_unavailable', { methods: ['in_store'] })
    expect(submitted({}, { policy }).then(label, { by: 'agent' }).ret.method?.type).toBe('retailer_label')
  })
})

describe('pieces', () => {
  test('fewer are freed', () => {
    const story = submitted()
    story.when(remain(story, 1), { by: 'shopper' }).gives(['item.removed', 'units.freed'])
    const less = story.then(remain(story, 1), { by: 'shopper' })
    expect(less.ret.items.map(returned)).toEqual([1])
    expect(less.ret.items[0]?.removed).toMatchObject([
      { quantity: 1, why: 'Keeps one', mark: { by: { role: 'shopper' } } },
    ])
    expect(less.tray.ledger[0]?.held).toBe(1)
  })

  test('none takes the item off', () => {
    const story = submitted()
    expect(story.then(remain(story, 0)).tray.ledger[0]?.held).toBe(0)
  })

  test('the same number changes nothing', () => {
    const story = submitted()
    expect(story.when(remain(story, 2)).events()).toEqual([])
  })

  test('more are held, and refused when they are not free', () => {
    const story = submitted({ items: [asked(1)] })
    story.when(remain(story, 2)).gives(['item.changed', 'units.held'])
    const more = story.then(remain(story, 2), { by: 'shopper' })
    expect(more.ret.items.map(heldOf)).toEqual([2])
    expect(more.ret.items.map(returned)).toEqual([2])
    story.when(remain(story, 3)).refuses('quantity_exceeded', { path: 'items[0].quantity', returnable: 1 })
  })

  test('taken off and put back again', () => {
    const story = submitted()
    const again = story.then(remain(story, 1)).then(remain(story, 2))
    expect(again.ret.items.map(returned)).toEqual([2])
    expect(again.tray.ledger[0]?.held).toBe(2)
  })

  test('more than policy allows binds the shopper and not staff', () => {
    const policy = aPolicy([
      {
        id: 'cap' as never,
        name: 'cap',
        when: {},
        then: [{ cap: { per: 'order', pieces: 1, days: null } }],
        priority: 0,
      },
    ])
    const story = submitted({ items: [asked(1)] }, { policy })
    story.when(remain(story, 2), { by: 'shopper' }).refuses('not_eligible', { path: 'items[0].quantity' })
    story.when(remain(story, 2), { by: 'agent' }).gives(['item.changed', 'units.held'])
  })

  test('never below what came, nor a piece money was promised for', () => {
    const here = counted(approved(), 2)
    here.when(remain(here, 1)).refuses('goods_received', { path: 'items[0].quantity', received: 2 })
    const promised = approved().then({ verb: 'grant', basis: 'asked' })
    promised.when(remain(promised, 1)).refuses('already_granted', { path: 'items[0].quantity', granted: 2 })
    promised
      .when(of({ items: [{ item: item(promised), handling: 'keep' }] }))
      .refuses('already_granted', { path: 'items[0].handling' })
    promised
      .when(of({ items: [{ item: item(promised), resolution: { type: 'swap' } }] }))
      .refuses('already_granted', { path: 'items[0].resolution' })
  })

  test('whole, and of an item of this return', () => {
    const story = submitted()
    for (const quantity of [-1, 0.5])
      story.when(remain(story, quantity)).refuses('quantity_invalid', { path: 'items[0].quantity' })
    story.when(of({ items: [{ item: 'nowhere' as ItemId }] })).refuses('not_found', { path: 'items[0].item' })
  })
})

describe('several items in one act', () => {
  const amendTo = (story: Story, ...quantities: number[]) =>
    of({ items: quantities.map((quantity, place) => ({ item: story.ret.items[place]!.id, quantity })) })
  const story = submitted(
    { items: [asked(1), asked(1, { reason: { code: 'damaged' } })] },
    { order: anOrder([aLine({ quantity: 3 })]) },
  )

  test('do not take the same free piece twice', () => {
    story.when(amendTo(story, 2, 2)).refuses('quantity_exceeded', { path: 'items[1].quantity', returnable: 0 })
    story
      .when([amendTo(story, 2), { verb: 'amend', items: [{ item: story.ret.items[1]!.id, quantity: 2 }] }])
      .refuses('quantity_exceeded', { command: 1, verb: 'amend' })
  })

  test('may pass a piece on from one to the other', () => {
    const full = story.then(amendTo(story, 2))
    expect(full.then(amendTo(full, 1, 2)).ret.items.map(returned)).toEqual([1, 2])
    expect(full.then(amendTo(full, 1, 2)).tray.ledger[0]?.held).toBe(3)
  })
})

describe('wishes', () => {
  const change = (story: Story, wish: object) => of({ items: [{ item: item(story), ...wish }] })

  test('reason, resolution, handling and serial numbers', () => {
    const story = submitted()
    const wish = {
      reason: { code: 'damaged' as const },
      resolution: { type: 'swap' as const },
      handling: 'keep' as const,
      serials: ['S1'],
    }
    expect(story.then(change(story, wish)).ret.items[0]).toMatchObject({
      ...wish,
      reason: { code: 'damaged', text: 'Damaged' },
    })
  })

  test('in words the shop knows', () => {
    const story = submitted()
    story.when(change(story, { reason: { code: 'fake' } })).refuses('reason_unknown', { path: 'items[0].reason.code' })
    story.when(change(story, { handling: 'burn' })).refuses('terms_unavailable', { path: 'items[0].handling' })
  })

  test('one that cannot be met ends all of them', () => {
    const story = submitted({ items: [asked(1), asked(1, { reason: { code: 'damaged' } })] })
    const [one, two] = story.ret.items
    story
      .when(
        of({
          items: [
            { item: one!.id, quantity: 0 },
            { item: two!.id, quantity: 3 },
          ],
        }),
      )
      .refuses('quantity_exceeded', { path: 'items[1].quantity' })
  })
})
