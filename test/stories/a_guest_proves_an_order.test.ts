import { afterAll, describe, expect, test } from 'vitest'
import { openApi } from '../../src/api/index.ts'
import { query } from '../../src/db/pool.ts'
import { openSecret } from '../../src/desk/mails.ts'
import { enterOne } from '../../src/desk/orders.ts'
import { createApp } from '../../src/http/app.ts'
import { anInput } from '../kit/desk.ts'
import { openPortalKit, type Visitor } from '../kit/portal.ts'

const shop = await openPortalKit()
const { desk, org, base } = shop
const api = await createApp()
await openApi(api, desk)
await api.ready()
afterAll(() => api.close())

/** The same shop through its API. */
async function call(method: 'GET' | 'POST', path: string, body?: object, token?: string) {
  const reply = await api.inject({
    method,
    url: `/v1/shopper${path}`,
    ...(body && { payload: body }),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  return { status: reply.statusCode, body: reply.json() }
}
const portal = `/portals/${base.slice('/portal/'.length)}`

let numbers = 7000
const bought = (more: object = {}) => {
  const number = String(++numbers)
  return shop.order({ externalId: `e${number}`, number, ...more })
}

const guessed = async (guest: Visitor, order_number: string, known: string) =>
  guest.send(await guest.get('/'), { order_number, known })
const opened = async (guest: Visitor): Promise<boolean> => (await guest.get('/orders')).status === 200

describe('T37 a guest', () => {
  test('T37 proves an order on the page and through the API, and files a return', async () => {
    const { refs, id, lines } = await bought()
    const maja = shop.visitor()
    const before = await maja.get('/orders')
    expect(before.to).toContain(`${base}/?again=`)
    const found = await maja.follow(await guessed(maja, `#${refs.number}`, 'Maja@Example.com'))
    expect(found.status).toBe(200)
    expect(found.text).toContain(refs.number)

    const { body } = await call('POST', `${portal}/sessions`, { order_number: refs.number, postal_code: '10115' })
    const wish = { order_id: id, line_id: lines[0]?.id, quantity: 1, reason: { code: 'too_small' } }
    const filed = await call('POST', '/returns', { pieces: [wish] }, body.token)
    expect(filed.status).toBe(201)
    const { number } = filed.body.data[0]
    // What was filed through one door is followed through the other.
    expect((await maja.get(`/returns/${number}`)).text).toContain(number)
  })

  test('T37 gets one answer to a wrong address, an unknown order and another shop’s order, on the page and through the API', async () => {
    const { refs } = await bought()
    const other = await shop.stranger()
    const input = anInput({ externalId: 'theirs', number: '990099' })
    await enterOne(desk, other.as('owner'), other.shop.id, input)
    const guesses = [
      [refs.number, 'theo@example.com'],
      ['880088', 'maja@example.com'],
      ['990099', 'maja@example.com'],
    ] as const
    const pages = await Promise.all(guesses.map(([number, known]) => guessed(shop.visitor(), number, known)))
    expect(pages.map(({ status }) => status)).toEqual([422, 422, 422])
    const shown = pages.map(({ text }, place) =>
      text.replaceAll(guesses[place]![0], '').replaceAll(guesses[place]![1], ''),
    )
    expect(new Set(shown).size).toBe(1)
    expect(pages.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true)

    const answers = await Promise.all(
      guesses.map(([order_number, email]) => call('POST', `${portal}/sessions`, { order_number, email })),
    )
    expect(
      new Set(answers.map(({ status, body: { request_id: _, ...body } }) => JSON.stringify([status, body]))).size,
    ).toBe(1)
    expect(answers[0]).toMatchObject({ status: 404 })
  })

  test('T37 does not guess for ever: page and API count the same tries, for orders that are there and for those that are not', async () => {
    for (const number of [(await bought()).refs.number, '770077']) {
      const guest = shop.visitor()
      for (let tries = 0; tries < 5; tries++) {
        await guessed(guest, number, '99999')
        await call('POST', `${portal}/sessions`, { order_number: number, postal_code: '99999' })
      }
      const right = await guessed(guest, number, 'maja@example.com')
      expect(right.status).toBe(422)
      expect(right.text).toContain('10 March 2026')
      expect(
        await call('POST', `${portal}/sessions`, { order_number: number, email: 'maja@example.com' }),
      ).toMatchObject({
        status: 429,
        body: { code: 'limit_exceeded' },
      })
      expect(await opened(guest)).toBe(false)
    }
  })

  test('T37 proves it with a one-time code, which opens once; asking tells nothing', async () => {
    const { refs } = await bought()
    const asked = []
    for (const number of [refs.number, '660066']) {
      const guest = shop.visitor()
      const page = await guest.follow(
        await guest.send(await guest.get('/code'), { order_number: number }, { action: '/code' }),
      )
      asked.push({ guest, page })
    }
    const [mine, nobodys] = asked as [(typeof asked)[number], (typeof asked)[number]]
    expect(nobodys.page.text).toBe(mine.page.text)

    const code = new URL(mine.page.path, 'http://localhost').searchParams.get('code')
    const { rows } = await query<{ id: string; secret: string; to_address: string }>(desk.db, {
      text: 'select id, secret, to_address from mails where key = $1',
      values: [`code:${code}`],
    })
    expect(rows).toMatchObject([{ to_address: 'maja@example.com' }])
    const digits = openSecret(desk, org, rows[0]!.id, rows[0]!.secret)
    const wrong = await nobodys.guest.send(nobodys.page, { digits }, { action: '/code' })
    expect(wrong.status).toBe(422)
    const first = await mine.guest.send(mine.page, { digits }, { action: '/code' })
    expect((await mine.guest.follow(first)).text).toContain(refs.number)
    const thief = shop.visitor()
    expect((await thief.send(mine.page, { digits }, { action: '/code' })).status).toBe(422)
    expect(await opened(thief)).toBe(false)
  })

  test('T37 proves it with the signed link of a mail, as long as the order is theirs', async () => {
    const order = await bought()
    const link = shop.links.entry({ org, order: order.id, email: order.customer.emails[0] ?? null })
    const guest = shop.visitor()
    expect((await guest.follow(await guest.get(link))).text).toContain(order.refs.number)
    const forged = shop.visitor()
    await forged.get(link.replace(order.id, (await bought()).id))
    expect(await opened(forged)).toBe(false)

    await shop.order({
      externalId: order.refs.externalId,
      number: order.refs.number,
      customer: { emails: ['ida@example.com'] },
    })
    const late = shop.visitor()
    await late.get(link)
    expect(await opened(late)).toBe(false)
    // Whoever was in already is asked again as well: every page looks at the proof anew.
    expect(await opened(guest)).toBe(false)
  })

  test('T37 sees nothing of another shopper’s return, whatever is typed into the address', async () => {
    const [mine, theirs] = [await bought(), await bought({ customer: { emails: ['theo@example.com'] } })]
    const ret = await shop.file(theirs)
    const guest = shop.visitor()
    await guessed(guest, mine.refs.number, 'maja@example.com')
    for (const path of [
      `/returns/${ret.number}`,
      `/returns/${ret.number}?order=${theirs.id}`,
      `/returns/${ret.id}`,
      '/returns/NONE2222',
    ])
      expect((await guest.get(path)).status, path).toBe(404)
    expect((await guest.post(`/returns/${ret.number}/cancel`, {})).status).toBe(404)
    expect((await guest.post(`/orders/${theirs.id}/start`, {})).status).toBe(404)

    const { body } = await call('POST', `${portal}/sessions`, {
      order_number: mine.refs.number,
      email: 'maja@example.com',
    })
    for (const path of [`/returns/${ret.number}`, '/returns/NONE2222'])
      expect(await call('GET', path, undefined, body.token)).toMatchObject({ status: 404 })
    const wish = { order_id: theirs.id, line_id: theirs.lines[0]?.id, quantity: 1, reason: { code: 'too_small' } }
    expect(await call('POST', '/returns', { pieces: [wish] }, body.token)).toMatchObject({ status: 404 })
    expect((await call('GET', '/returns', undefined, body.token)).body.data).toEqual([])
  })

  test('T37 leaves nothing behind on somebody else’s device', async () => {
    const { refs } = await bought()
    const guest = shop.visitor()
    await guessed(guest, refs.number, '10115')
    expect(await opened(guest)).toBe(true)
    await guest.post('/gone')
    expect(await opened(guest)).toBe(false)
  })
})
