import { beforeAll, describe, expect, test } from 'vitest'
import sharp from 'sharp'
import { openPortalKit, type PortalKit, type Visitor } from '../../../test/kit/portal.ts'
import type { Money } from '../../core/money.ts'
import type { Order } from '../../core/order/order.ts'
import { refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import type { Return } from '../../core/return/return.ts'
import { findOne } from '../../desk/look.ts'

let kit: PortalKit

beforeAll(async () => {
  kit = await openPortalKit({ offers: { counters: 3, adjustable: true, floorPpm: 100_000 } })
})

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' }) as Money
const PHOTO = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#abc' } })
    .png()
    .toBuffer()

/** A shopper who has proved the order, and a return of both of its shirts. */
async function filed(more: Partial<Extract<Command, { verb: 'submit' }>> = {}) {
  const order = await kit.order()
  const ret = await kit.file(order, 2, { method: 'customer_courier', ...more })
  const maja = kit.visitor()
  kit.signIn(order, 'customer', maja)
  return { order, ret, maja, place: `/returns/${ret.number}` }
}

async function now(ret: Return): Promise<Return> {
  const seen = await findOne(kit.desk, kit.as('owner'), ret.id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret
}

const offered = (ret: Return, amountMinor: number, handling: 'keep' | 'send_back' = 'keep') =>
  kit.act(ret, { verb: 'offer', terms: { handling, amount: eur(amountMinor) } })

async function sent(maja: Visitor, path: string, form: Record<string, string>, action?: string) {
  const page = await maja.get(path)
  expect(page.status).toBe(200)
  return maja.send(page, form, action ? { action } : {})
}

describe('following a return', () => {
  test('says how it stands in one sentence, what follows, and what happens when', async () => {
    const { maja, place, ret } = await filed()
    const page = await maja.get(place)
    expect(page.status).toBe(200)
    expect(page.title).toContain('Linnea answers your request by')
    expect(page.text).toContain('If Linnea agrees, you get €100.00 back.')
    expect(page.text).toContain('You sent the request')
    expect(page.text).toContain(ret.number)
    const order = await kit.act(ret, { verb: 'approve' })
    expect(order.ret.request.state).toBe('approved')
    expect((await maja.get(place)).title).toContain('Send it by')
  })

  test('is for whoever proved its order, and looks like nothing to everybody else', async () => {
    const { ret, place } = await filed()
    const other = await filed()
    for (const path of ['', '/offer', '/cancel', '/slip', '/documents/slip.pdf', '/changed'])
      expect((await other.maja.get(`${place}${path}`)).status, path).toBe(404)
    expect((await other.maja.post(`${place}/cancel`, { version: ret.version })).status).toBe(404)
    const nobody = await kit.visitor().get(place)
    expect(nobody.status).toBe(303)
    expect((await now(ret)).request.state).toBe('submitted')
  })

  test('the shop’s own notes, its people’s names and its tags never reach the page', async () => {
    const { ret, maja, place } = await filed()
    await kit.act(ret, { verb: 'note', note: 'Serial returner' })
    await kit.act(ret, { verb: 'flag', why: 'Fraud?' })
    await kit.act(ret, { verb: 'message', text: 'Ask the boss', to: 'platform' })
    await kit.act(ret, { verb: 'message', text: 'We are on it', to: 'shopper' })
    await offered(ret, 3_000)
    const page = await maja.get(place)
    expect(page.text).toContain('We are on it')
    for (const secret of ['Serial returner', 'Fraud', 'Ask the boss', 'The agent'])
      expect(page.html, secret).not.toContain(secret)
  })

  test('tells an open page whether anything changed, by a tag', async () => {
    const { ret, maja, place } = await filed()
    const first = await maja.get(`${place}/changed`)
    expect(first.status).toBe(200)
    const tag = String(first.headers['etag'])
    expect((await maja.get(`${place}/changed`, { 'if-none-match': tag })).status).toBe(304)
    await kit.act(ret, { verb: 'approve' })
    expect((await maja.get(`${place}/changed`, { 'if-none-match': tag })).status).toBe(200)
  })
})

describe('an offer', () => {
  test('is accepted with the amount on the button', async () => {
    const { ret, maja, place } = await filed()
    await offered(ret, 3_000)
    expect((await maja.get(place)).title).toContain('Linnea makes you an offer of €30.00.')
    const page = await maja.get(`${place}/offer`)
    expect(page.text).toContain('Accept €30.00')
    expect(page.text).toContain('If you accept, you get €30.00 and the goods stay with you.')
    const after = await maja.follow(await maja.send(page, {}, { button: 'do=accept' }))
    expect(after.text).toContain('You accepted the offer.')
    expect((await now(ret)).offers.at(-1)?.end).toBe('accepted')
  })

  test('is declined, or answered with another one within its bounds', async () => {
    const { ret, maja, place } = await filed()
    await offered(ret, 3_000)
    const page = await maja.get(`${place}/offer`)
    const form = page.forms.at(-1)!
    const propose = (fields: Record<string, string>) => maja.post(`${place}/offer`, { ...form.fields, ...fields })
    const tooMuch = await propose({ handling: 'keep', amount: '500' })
    expect(tooMuch.status).toBe(422)
    expect(tooMuch.text).toContain('The most you can propose is €100.00.')
    expect(tooMuch.html).toContain('value="500"')
    expect((await propose({ handling: 'keep', amount: '1,00' })).text).toContain('The least you can propose is €10.00.')
    expect((await propose({ handling: 'keep', amount: 'all' })).text).toContain('Please write an amount')
    const done = await maja.follow(await propose({ handling: 'keep', amount: '45,50' }))
    expect(done.text).toContain('Your proposal is on its way to Linnea.')
    expect((await now(ret)).offers.at(-1)).toMatchObject({ by: 'shopper', terms: { amount: eur(4_550) } })
    await offered(ret, 4_000)
    const again = await sent(maja, `${place}/offer`, { do: 'decline' })
    expect((await maja.follow(again)).text).toContain('You declined the offer.')
  })

  test('that changed while somebody decided is not accepted: the page says so and shows what is so', async () => {
    const { ret, maja, place } = await filed()
    await offered(ret, 3_000)
    const page = await maja.get(`${place}/offer`)
    await offered(ret, 2_000)
    const after = await maja.follow(await maja.send(page, {}, { button: 'do=accept' }))
    expect(after.text).toContain('This return changed while you were deciding.')
    expect(after.text).toContain('€20.00')
    expect((await now(ret)).offers.at(-1)?.end).toBeNull()
    await kit.act(ret, { verb: 'approve', handling: 'send_back' })
    await kit.act(ret, { verb: 'cancel' })
    expect((await maja.follow(await maja.get(`${place}/offer`))).text).toContain('That is no longer possible.')
  })
})

describe('what else a shopper may do', () => {
  test('a message with a photo reaches the shop and stands on the page', async () => {
    const { ret, maja, place } = await filed()
    const file = { field: 'photos', name: 'shirt.png', type: 'image/png', bytes: await PHOTO() }
    const after = await maja.follow(await maja.upload(`${place}/message`, [file], { text: 'Is <b>this</b> enough?' }))
    expect(after.text).toContain('Your message is with Linnea.')
    expect(after.html).toContain('Is &lt;b&gt;this&lt;/b&gt; enough?')
    expect((await now(ret)).messages[0]).toMatchObject({ to: 'merchant', media: [expect.any(String)] })
    const empty = await maja.upload(`${place}/message`, [], { text: ' ' })
    expect([empty.status, empty.text.includes('Please write something.')]).toEqual([422, true])
  })

  test('photos are shown as evidence, and what is no photo is refused in words', async () => {
    const { ret, maja, place } = await filed()
    const upload = (bytes: Buffer, text = '') =>
      maja.upload(`${place}/evidence`, [{ field: 'photos', name: 'a.png', type: 'image/png', bytes }], { text })
    const wrong = await upload(Buffer.from('no picture'), 'Look')
    expect([wrong.status, wrong.text.includes('This file cannot be read.'), wrong.html.includes('Look')]).toEqual([
      422,
      true,
      true,
    ])
    const none = await maja.upload(`${place}/evidence`, [], { text: '' })
    expect(none.text).toContain('Please add a photo or write something.')
    expect((await maja.follow(await upload(await PHOTO(), 'The seam'))).text).toContain('Linnea has what you sent.')
    expect((await now(ret)).evidenceGiven[0]).toMatchObject({ side: 'shopper', text: 'The seam' })
  })

  test('fewer pieces, seen before they are saved', async () => {
    const { ret, maja, place } = await filed()
    const none = await sent(maja, `${place}/amend`, { 'quantity-0': '0' })
    expect(none.text).toContain('Nothing would be left of this return.')
    const check = await sent(maja, `${place}/amend`, { 'quantity-0': '1', 'comment-0': 'One fits' })
    expect(check.text).toContain('Shirt: 2 → 1')
    expect(check.text).toContain('Save: €50.00 back')
    expect((await now(ret)).version).toBe(ret.version)
    const after = await maja.follow(await maja.send(check, {}, { button: 'do=save' }))
    expect(after.text).toContain('Your change is saved.')
    expect((await now(ret)).items[0]).toMatchObject({ removed: [{ quantity: 1 }], reason: { comment: 'One fits' } })
  })

  test('a return is called off, once', async () => {
    const { ret, maja, place } = await filed()
    const page = await maja.get(`${place}/cancel`)
    const after = await maja.follow(await maja.send(page, { reason: 'It fits' }))
    expect(after.title).toContain('You called this return off.')
    expect((await now(ret)).request).toMatchObject({ state: 'cancelled', cause: 'shopper', reason: 'It fits' })
    expect((await maja.follow(await maja.send(page))).text).toContain('That is no longer possible.')
  })

  test('a tracking number is given, looked at and mended', async () => {
    const { ret, maja, place } = await filed()
    await kit.act(ret, { verb: 'approve' })
    const form = { carrier: 'other-carrier', carrier_name: 'Radkurier', number: 'RK 1' }
    const lacking = await maja.upload(`${place}/ship`, [], { carrier: '', number: '' })
    expect(lacking.status).toBe(422)
    const after = await maja.follow(await maja.upload(`${place}/ship`, [], form))
    expect(after.text).toContain('The number is saved.')
    expect(after.text).toContain('Radkurier, number RK 1')
    const mended = await maja.get(`${place}/ship`)
    expect(mended.html).toContain('value="RK 1"')
    await maja.upload(`${place}/ship`, [], { ...form, number: 'RK-2' })
    const { shipments } = await now(ret)
    expect(shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(['RK-2'])
  })

  test('a no is questioned, and the question taken back', async () => {
    const { ret, maja, place } = await filed()
    await kit.act(ret, { verb: 'reject', reason: 'Worn <often>' })
    const page = await maja.get(place)
    expect(page.title).toContain('Linnea has not accepted this return.')
    expect(page.html).toContain('Worn &lt;often&gt;')
    const unsaid = await sent(maja, `${place}/dispute`, { text: '' })
    expect(unsaid.status).toBe(422)
    const asked = await maja.follow(await sent(maja, `${place}/dispute`, { reason: 'objection', text: 'Never worn' }))
    expect(asked.title).toContain('You have asked for a decision')
    const back = await maja.follow(await sent(maja, `${place}/dispute/withdraw`, {}))
    expect(back.text).toContain('Your question was taken back.')
    expect((await now(ret)).dispute.state).toBe('withdrawn')
  })
})

describe('a present', () => {
  const recipient = { firstName: 'Noa', lastName: 'Berg', emails: ['noa@example.com'] }

  async function given(): Promise<{ order: Order; ret: Return; noa: Visitor; maja: Visitor }> {
    const order = await kit.order({ gift: { recipient } })
    const party = { ...order.customer, ...recipient }
    const ret = await kit.file(order, 1, { gift: { recipient: party, address: order.shipping }, contact: recipient })
    const [noa, maja] = [kit.visitor(), kit.visitor()]
    kit.signIn(order, 'recipient', noa)
    kit.signIn(order, 'customer', maja)
    return { order, ret, noa, maja }
  }

  test('is followed by whoever was given it, who learns nothing of the buyer or the price', async () => {
    const { ret, noa } = await given()
    await kit.act(ret, { verb: 'approve' })
    for (const path of ['', '/slip', '/message', '/cancel']) {
      const page = await noa.get(`/returns/${ret.number}${path}`)
      expect(page.status, path).toBe(200)
      expect(page.html, path).not.toMatch(/Maja|Lund|Lindenweg|maja@|[€]\s?\d|\d\s?€/)
    }
    const paper = await noa.get(`/returns/${ret.number}`)
    expect(paper.text).toContain('Money for a present goes back to whoever paid for it.')
  })

  test('is not shown to the buyer, and what the buyer sends back is not shown to the recipient', async () => {
    const { order, ret, maja, noa } = await given()
    expect((await maja.get(`/returns/${ret.number}`)).status).toBe(404)
    const own = await kit.file(order, 1)
    expect((await maja.get(`/returns/${own.number}`)).status).toBe(200)
    expect((await noa.get(`/returns/${own.number}`)).status).toBe(404)
  })
})

describe('papers', () => {
  test('are there while the goods are to set out, and not afterwards', async () => {
    const { ret, maja, place } = await filed()
    expect((await maja.get(`${place}/documents/slip.pdf`)).status).toBe(404)
    await kit.act(ret, { verb: 'approve' })
    const pdf = await maja.get(`${place}/documents/slip.pdf`)
    expect([pdf.headers['content-type'], pdf.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-'])
    const slip = await maja.get(`${place}/slip`)
    expect(slip.text).toContain('Maja Lund')
    expect(slip.html).not.toContain('€')
    const calendar = await maja.get(`${place}/documents/calendar.ics`)
    expect(calendar.bytes.toString()).toContain('BEGIN:VEVENT')
    await kit.act(
      ret,
      { verb: 'receive', key: 'r', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] },
      'warehouse',
    )
    for (const paper of ['/slip', '/documents/slip.pdf', '/documents/calendar.ics', '/documents/code'])
      expect((await maja.get(`${place}${paper}`)).status, paper).toBe(404)
  })

  test('a code is shown for the counter, as a picture and as a paper', async () => {
    const { ret, maja, place } = await filed({ method: 'in_store' })
    await kit.act(ret, { verb: 'approve' })
    const page = await maja.get(`${place}/documents/code`)
    expect(page.html).toContain('<svg')
    const picture = await maja.get(`${place}/documents/code.png`)
    expect(picture.headers['content-type']).toBe('image/png')
    expect((await maja.get(`${place}/documents/code.pdf`)).bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await maja.get(`${place}/documents/anything`)).status).toBe(404)
  })
})
