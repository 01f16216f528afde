import { beforeAll, describe, expect, test } from 'vitest'
import { openPortalKit, type PortalKit } from '../../../test/kit/portal.ts'
import { LANGUAGES } from '../../core/languages.ts'
import { listWithdrawals } from '../../db/withdrawals.ts'

let kit: PortalKit

beforeAll(async () => {
  kit = await openPortalKit()
})

const given = (number: string) => ({
  name: 'Maja Lund',
  order_number: number,
  email: 'maja@example.com',
  scope: 'whole',
})
const all = () => listWithdrawals(kit.desk.db, kit.org, { shops: null, limit: 100 })

describe('T38 the withdrawal lane', () => {
  test('T38 two steps without signing in, labelled as the law words it, and acknowledged to the second on the page', async () => {
    const order = await kit.order()
    const guest = kit.visitor()
    const asked = await guest.get('/withdraw')
    expect(asked.text).toContain('Withdraw from contract here')
    const check = await guest.send(asked, given(order.refs.number))
    expect(check.status).toBe(200)
    expect(check.text).toContain(`I, Maja Lund, hereby withdraw from the contract on order ${order.refs.number}`)
    expect(check.text).toContain('Confirm withdrawal')
    expect(await all()).toHaveLength(0)
    const sent = await guest.send(check, {}, { action: `${kit.base}/withdraw/confirm` })
    expect(sent.status).toBe(303)
    const done = await guest.follow(sent)
    expect(done.text).toContain('Received on 10 March 2026 at 13:00:00 CET.')
    expect(done.text).toContain('maja@example.com')
    const [withdrawal] = await all()
    expect(done.text).toContain(withdrawal?.number)
    expect(withdrawal).toMatchObject({ state: 'opened', order: order.id })
    // Pressed once more, the button declares nothing new.
    const again = await guest.send(check, {}, { action: `${kit.base}/withdraw/confirm` })
    expect(again.to).toBe(sent.to)
    expect(await all()).toHaveLength(1)
  })

  test('T38 what is missing is said at the field, with everything typed still there; no reason is ever asked', async () => {
    const guest = kit.visitor()
    const page = await guest.send(await guest.get('/withdraw'), {
      name: 'Maja Lund',
      order_number: '',
      email: 'nobody',
      scope: 'part',
    })
    expect(page.status).toBe(422)
    for (const text of [
      'Write the number of the order.',
      'Write an e-mail address',
      'Say which articles you withdraw from.',
    ])
      expect(page.text).toContain(text)
    expect(page.html).toContain('value="Maja Lund"')
    expect(page.text.toLowerCase()).not.toContain('reason for')
  })

  test('back to the first step keeps everything', async () => {
    const guest = kit.visitor()
    const check = await guest.send(await guest.get('/withdraw'), {
      ...given('n-77'),
      scope: 'part',
      part: 'the blue one',
    })
    const back = await guest.send(check, {}, { action: `${kit.base}/withdraw/change` })
    expect(back.html).toContain('value="n-77"')
    expect(back.html).toContain('the blue one')
  })

  test('T38 whoever has proved the order chooses piece by piece', async () => {
    const order = await kit.order()
    const maja = kit.visitor()
    kit.signIn(order, 'customer', maja)
    const asked = await maja.get('/withdraw')
    expect(asked.html).toContain('value="maja@example.com"')
    const check = await maja.send(asked, {
      ...given(order.refs.number),
      scope: 'pieces',
      [`piece.${order.lines[0]?.id}`]: '1',
    })
    expect(check.text).toContain('1 × Shirt')
    const done = await maja.follow(await maja.send(check, {}, { action: `${kit.base}/withdraw/confirm` }))
    expect(done.html).toContain(`${kit.base}/returns/`)
    const pieced = (await all()).find(({ statement }) => statement.scope.kind === 'pieces')
    expect(pieced).toMatchObject({
      state: 'opened',
      statement: { scope: { kind: 'pieces', pieces: [{ quantity: 1 }] } },
    })
  })

  test('whether the order exists cannot be learnt from the answer', async () => {
    const order = await kit.order()
    const guest = kit.visitor()
    const after = async (number: string) => {
      const check = await guest.send(await guest.get('/withdraw'), { ...given(number), email: 'else@example.com' })
      const done = await guest.follow(await guest.send(check, {}, { action: `${kit.base}/withdraw/confirm` }))
      return done.text.replaceAll(number, '#').replaceAll(/W[0-9A-Z]{6,}/g, 'W')
    }
    expect(await after(order.refs.number)).toBe(await after('nowhere'))
  })

  test('a statement is shown only under its own unguessable name', async () => {
    const [withdrawal] = await all()
    expect((await kit.visitor().get(`/withdraw/${withdrawal?.id}.abc`)).status).toBe(404)
    expect((await kit.visitor().get(`/withdraw/${withdrawal?.id}`)).status).toBe(404)
  })

  test('every language says it', async () => {
    for (const language of LANGUAGES) {
      const page = await kit.visitor().get(`/withdraw?language=${language}`)
      expect(page.status).toBe(200)
      expect(page.text).not.toMatch(/[{}]/)
    }
  })

  test('where no country has the right there is no such page', async () => {
    await kit.settings({ withdrawal: { countries: [] } })
    expect((await kit.visitor().get('/withdraw')).status).toBe(404)
    await kit.settings({ withdrawal: { countries: 'eu' } })
  })
})
