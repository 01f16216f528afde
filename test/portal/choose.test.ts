/** A shopper chooses what comes back and says why. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { DraftId } from '../../src/core/ids.ts'
import { LANGUAGES } from '../../src/core/languages.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { LineInput, OrderInput } from '../../src/core/order/order-input.ts'
import { refused } from '../../src/core/refusal.ts'
import type { ReasonEntry } from '../../src/core/shop.ts'
import type { Instant } from '../../src/core/time.ts'
import { findDraft } from '../../src/db/drafts.ts'
import type { Draft } from '../../src/desk/shopper/drafts.ts'
import { openPortalKit, type PortalKit, type Seen } from '../kit/portal.ts'

const entry = (code: ReasonEntry['code'], text: string, more: Partial<ReasonEntry> = {}): ReasonEntry => ({
  code,
  text,
  subs: [],
  types: [],
  requires: { photo: false, comment: false },
  ...more,
})

const REASONS = [
  entry('too_small', 'Too small', { subs: [{ code: 'sleeves', text: 'In the sleeves' }] }),
  entry('damaged', 'Arrived damaged', { requires: { photo: true, comment: false } }),
  entry('other', 'Another story', { requires: { photo: false, comment: true } }),
]

let kit: PortalKit
beforeAll(async () => {
  kit = await openPortalKit({ reasons: REASONS })
})

let numbers = 2000
const sold = (externalId: string, quantity: number, more: Partial<LineInput> = {}): LineInput => ({
  externalId,
  title: `A ${externalId}`,
  sku: externalId.toUpperCase(),
  quantity,
  unitPrice: { amountMinor: 2_500 },
  ...more,
})
/** An order of these lines, all of it delivered on 5 March unless said otherwise, and opened to the visitor. */
async function ordered(lines: LineInput[], more: Partial<OrderInput> = {}): Promise<Order> {
  const fulfilments = [
    {
      externalId: 'parcel',
      lines: lines.map(({ externalId, quantity }) => ({ line: externalId, quantity })),
      sentAt: '2026-03-03T09:00:00.000Z' as Instant,
      deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
    },
  ]
  const order = await kit.order({ number: String(++numbers), lines, payments: [], fulfilments, ...more })
  kit.signIn(order)
  return order
}
const begin = async (order: Order): Promise<Seen> => kit.visit.follow(await kit.visit.post(`/orders/${order.id}/start`))
const draftOf = (page: Pick<Seen, 'path'>): DraftId => /return\/([^/]+)\//.exec(page.path)?.[1] as DraftId
async function written(page: Pick<Seen, 'path'>): Promise<Draft> {
  const draft = await findDraft<Draft>(kit.desk.db, kit.org, draftOf(page))
  if (draft === null) throw new Error('There is no such draft.')
  return draft.doc
}
const q = (order: Order, line: string): string => `q-${order.lines.find(one => one.externalId === line)?.id}`
const choose = async (page: Seen, counts: Record<string, number>): Promise<Seen> => kit.visit.post(page.path, counts)

describe('choosing what', () => {
  test('every piece is a row with its price, how many are left and until which day', async () => {
    const order = await ordered([sold('shirt', 2), sold('mug', 1)])
    const page = await begin(order)
    expect(page).toMatchObject({ status: 200, heading: 'What do you want to send back?' })
    expect(page.text).toContain('A shirt €25.00 each 2 pieces Until Saturday, 4 April 2026')
    expect(page.text).toContain('A mug €25.00 Until Saturday, 4 April 2026')
    expect(page.html).toContain('Nothing chosen yet')
  })

  test('goes on to the reason, and comes back to what was chosen', async () => {
    const order = await ordered([sold('shirt', 2), sold('mug', 1)])
    const page = await begin(order)
    const sent = await choose(page, { [q(order, 'shirt')]: 2 })
    expect(sent.to).toBe(page.path.replace('/pieces', '/why'))
    expect((await written(page)).pieces).toMatchObject([{ id: 'p1', quantity: 2, kitWhole: false, reason: null }])
    expect((await kit.visit.get(page.path)).forms[0]?.fields[q(order, 'shirt')]).toBe('2')
  })

  test('nothing, too many, or no number is told at the field, and what was typed stays', async () => {
    const order = await ordered([sold('shirt', 2), sold('mug', 1)])
    const page = await begin(order)
    expect(await choose(page, {})).toMatchObject({ status: 422, text: expect.stringContaining('Choose at least one') })
    const many = await choose(page, { [q(order, 'shirt')]: 3 })
    expect(many).toMatchObject({ status: 422 })
    expect(many.troubles[q(order, 'shirt')]).toBe('“A shirt”: only 2 pieces can come back.')
    expect(many.forms[0]?.fields[q(order, 'shirt')]).toBe('3')
    const odd = await kit.visit.post(page.path, { [q(order, 'shirt')]: '1.5' })
    expect(odd.troubles[q(order, 'shirt')]).toBe('Type a whole number for “A shirt”.')
    expect((await written(page)).pieces).toEqual([])
  })

  test('the one piece that can come back is chosen already', async () => {
    const order = await ordered([sold('shirt', 1), sold('bargain', 1, { finalSale: true })])
    const page = await begin(order)
    expect(page.forms[0]?.fields[q(order, 'shirt')]).toBe('1')
    expect(page.html).toContain('1 piece chosen')
  })

  test('the only piece there is need not be chosen: the walk begins with the reason', async () => {
    const page = await begin(await ordered([sold('shirt', 1)]))
    expect(page.heading).toBe('Why does it come back?')
    expect(page.text).toContain('Step 1 of 4')
  })

  test('what cannot come back stays, and says why in every language and never by a code', async () => {
    const order = await ordered([sold('bargain', 1, { finalSale: true }), sold('late', 1), sold('shirt', 1)], {
      fulfilments: [
        {
          externalId: 'early',
          lines: [{ line: 'late', quantity: 1 }],
          sentAt: '2026-01-03T09:00:00.000Z' as Instant,
          deliveredAt: '2026-01-05T10:00:00.000Z' as Instant,
        },
        {
          externalId: 'now',
          lines: [{ line: 'bargain', quantity: 1 }],
          deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
        },
      ],
    })
    const page = await begin(order)
    expect(page.text).toContain('A bargain €25.00 This was sold as final sale and cannot come back.')
    expect(page.text).toContain('A late €25.00 The time to send this back ended on Wednesday, 4 February 2026.')
    expect(page.text).toContain('A shirt €25.00 This has not left the shop yet.')
    expect(page.text).toContain('Nothing of this can come back at the moment')
    for (const language of LANGUAGES) {
      const spoken = kit.visitor()
      kit.signIn(order, 'customer', spoken)
      const seen = await spoken.get(`${page.path}?language=${language}`)
      expect(seen.html).not.toMatch(/final_sale|window_closed|not_delivered/)
      if (language !== 'en') expect(seen.text).not.toMatch(/cannot come back|ended on|has not left/)
    }
  })

  test('what is on its way back already leads to that return', async () => {
    const order = await ordered([sold('shirt', 2), sold('mug', 1)])
    const ret = await kit.file(order, 2)
    const page = await begin(order)
    expect(page.text).toContain(`2 pieces are part of return ${ret.number}`)
    expect(page.links.map(({ href }) => href)).toContain(`${kit.base}/returns/${ret.number}`)
  })

  test('a kit comes back whole or in parts, and not more of it than there is', async () => {
    const parts = [
      { externalId: 'table', title: 'A table', per: 1 },
      { externalId: 'chair', title: 'A chair', per: 2 },
    ]
    const order = await ordered([sold('set', 2, { components: parts })])
    const page = await begin(order)
    expect(page.text).toContain('A set The whole set')
    expect(page.text).toContain('A chair €6.25 each 4 pieces')
    const over = await choose(page, { [q(order, 'set')]: 2, [q(order, 'chair')]: 1 })
    expect(over.troubles[q(order, 'chair')]).toBe('“A chair”: only 4 pieces can come back.')
    expect((await choose(page, { [q(order, 'set')]: 1, [q(order, 'chair')]: 1 })).status).toBe(303)
    expect((await written(page)).pieces).toMatchObject([
      { kitWhole: true, quantity: 1 },
      { kitWhole: false, quantity: 1 },
    ])
  })

  test('a present does not tell what it cost', async () => {
    const order = await kit.order({
      number: String(++numbers),
      lines: [sold('shirt', 2)],
      gift: { recipient: { firstName: 'Kim', emails: ['kim@example.com'] } },
      fulfilments: [{ externalId: 'parcel', lines: [{ line: 'shirt', quantity: 2 }] }],
    })
    const visitor = kit.visitor()
    kit.signIn(order, 'recipient', visitor)
    const page = await visitor.follow(await visitor.post(`/orders/${order.id}/start`))
    expect(page.text).toContain('A shirt')
    expect(page.text).not.toContain('€')
  })
})

describe('a request', () => {
  test('of somebody else looks like none, and so does an order', async () => {
    const order = await ordered([sold('shirt', 2)])
    const page = await begin(order)
    const other = kit.visitor()
    const theirs = await kit.order({ number: String(++numbers) })
    kit.signIn(theirs, 'customer', other)
    for (const path of [page.path, page.path.replace('/pieces', '/why'), page.path.replace('/pieces', '/orders')])
      expect(await other.get(path)).toMatchObject({ status: 404, heading: 'This page is not here' })
    expect((await other.post(`/orders/${order.id}/start`)).status).toBe(404)
    expect((await other.post(page.path, { [q(order, 'shirt')]: 1 })).status).toBe(404)
    expect((await kit.visitor().get(page.path)).to).toContain('/?again=')
  })

  test('takes in another order that is open already, or one that is proved here', async () => {
    const visit = kit.visitor()
    const first = await ordered([sold('shirt', 2)])
    const second = await ordered([sold('mug', 2)])
    for (const order of [first, second]) kit.signIn(order, 'customer', visit)
    const third = await kit.order({
      number: String(++numbers),
      lines: [sold('lamp', 1)],
      fulfilments: [{ externalId: 'x', lines: [{ line: 'lamp', quantity: 1 }] }],
    })
    const page = await visit.follow(await visit.post(`/orders/${first.id}/start`))
    const more = await visit.follow(await visit.post(page.path, { [q(first, 'shirt')]: 1, go: 'orders' }))
    expect(more.heading).toBe('Add another order')
    expect((await visit.post(more.path, { order: second.id })).to).toBe(page.path)
    const wrong = await visit.post(more.path, { order_number: third.refs.number, email: 'somebody@else.com' })
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.troubles['order_number']).toContain('We found no order')
    expect(wrong.forms.at(-1)?.fields).toMatchObject({ order_number: third.refs.number, email: 'somebody@else.com' })
    const right = { order_number: third.refs.number, email: 'maja@example.com' }
    const all = await visit.follow(await visit.post(more.path, right))
    for (const what of ['A shirt', 'A mug', 'A lamp']) expect(all.text).toContain(what)
    const counts = { [q(first, 'shirt')]: 1, [q(second, 'mug')]: 2, [q(third, 'lamp')]: 1 }
    const why = await visit.follow(await visit.post(all.path, counts))
    expect(why.text).toContain(`Order ${second.refs.number} A mug`)
    expect((await written(page)).pieces.map(({ order }) => order)).toEqual([first.id, second.id, third.id])
  })
})

describe('saying why', () => {
  const asking = async (quantity = 3): Promise<Seen> => {
    const order = await ordered([sold('shirt', quantity), sold('mug', 1)])
    return kit.visit.follow(await choose(await begin(order), { [q(order, 'shirt')]: quantity }))
  }

  test('a reason, with the sub-reasons in the same form, leads on', async () => {
    const page = await asking()
    expect(page.heading).toBe('Why does it come back?')
    expect(page.html).toContain('<optgroup label="Too small" data-of="too_small">')
    const told = { 'reason-p1': 'too_small', 'sub-p1': 'sleeves', 'comment-p1': ' Tight ' }
    expect((await kit.visit.post(page.path, told)).to).toBe(page.path.replace('/why', '/get'))
    expect((await written(page)).pieces).toMatchObject([{ reason: 'too_small', sub: 'sleeves', comment: 'Tight' }])
    expect((await kit.visit.get(page.path)).forms[0]?.fields).toMatchObject({ 'reason-p1': 'too_small' })
  })

  test('what is missing is told at the field, and nothing of the rest is lost', async () => {
    const page = await asking()
    const without = await kit.visit.post(page.path, { 'reason-p1': '', 'comment-p1': 'Long story' })
    expect(without.troubles).toEqual({ 'reason-p1': 'Say why “A shirt” comes back.' })
    expect(without.forms[0]?.fields['comment-p1']).toBe('Long story')
    const wordless = await kit.visit.post(page.path, { 'reason-p1': 'other', 'comment-p1': '' })
    expect(wordless.troubles).toEqual({ 'comment-p1': 'Please write a few words about “A shirt”.' })
    const unseen = await kit.visit.post(page.path, { 'reason-p1': 'damaged' })
    expect(unseen.troubles).toEqual({ 'photos-p1': 'Please add at least one photo of “A shirt”.' })
    const invented = await kit.visit.post(page.path, { 'reason-p1': 'boredom' })
    expect(Object.keys(invented.troubles)).toEqual(['reason-p1'])
  })

  test('says beforehand which reasons want photos or words', async () => {
    const page = await asking()
    expect(page.text).toContain('Please add at least one photo if your reason is: Arrived damaged.')
    expect(page.text).toContain('Please write a few words if your reason is: Another story.')
    expect(page.text).toContain('Up to 8 photos, each at most 20 MB.')
  })

  test('the house’s words are translated, the shop’s own are left as they are', async () => {
    const page = await asking()
    const greek = await kit.visit.get(`${page.path}?language=el`)
    expect(greek.html).toContain('>Πολύ μικρό</option>')
    expect(greek.html).toContain('>Another story</option>')
    await kit.visit.get(`${page.path}?language=en`)
  })

  test('some of a line may have another reason, and together they come to what was chosen', async () => {
    const page = await asking()
    const apart = await kit.visit.post(page.path, { 'reason-p1': 'too_small', split: 'p1' })
    expect(apart.to).toContain('/why#p2')
    expect((await written(page)).pieces).toMatchObject([
      { id: 'p1', quantity: 2, reason: 'too_small' },
      { id: 'p2', quantity: 1, reason: null },
    ])
    const both = { 'reason-p1': 'too_small', 'reason-p2': 'other', 'comment-p2': 'Stain' }
    const off = await kit.visit.post(page.path, { ...both, 'quantity-p1': 2, 'quantity-p2': 2 })
    expect(off.status).toBe(422)
    expect(off.troubles['quantity-p2']).toContain('You are sending back 3 pieces of “A shirt”')
    expect((await kit.visit.post(page.path, { ...both, 'quantity-p1': 1, 'quantity-p2': 2 })).status).toBe(303)
    expect((await written(page)).pieces.map(({ quantity, reason }) => [quantity, reason])).toEqual([
      [1, 'too_small'],
      [2, 'other'],
    ])
    await kit.visit.post(page.path, { ...both, join: 'p2' })
    expect((await written(page)).pieces).toMatchObject([{ id: 'p1', quantity: 3, reason: 'too_small' }])
  })

  test('without anything chosen leads back to choosing', async () => {
    const page = await begin(await ordered([sold('shirt', 2)]))
    expect((await kit.visit.get(page.path.replace('/pieces', '/why'))).to).toBe(page.path)
  })

  test('what was sent already leads to what became of it', async () => {
    const order = await ordered([sold('shirt', 2)])
    const page = await begin(order)
    const { openSession } = await import('../../src/desk/shopper/session.ts')
    const { changeDraft, openDraft } = await import('../../src/desk/shopper/drafts.ts')
    const session = openSession(kit.desk, kit.visit.cookies.get('backhaul_shopper'))
    const draft = session && (await openDraft(kit.desk, session, draftOf(page)))
    if (!draft || refused(draft)) throw new Error('The draft is open to whoever began it.')
    await changeDraft(kit.desk, draft, { filed: [] })
    expect((await kit.visit.get(page.path)).to).toBe(page.path.replace('/pieces', '/done'))
  })
})
