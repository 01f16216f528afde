import { beforeAll, describe, expect, test } from 'vitest'
import { listAudit } from '../../../db/audit.ts'
import { addPerson } from '../../../desk/people.ts'
import { changeShop } from '../../../desk/shops.ts'
import { openGateway } from '../testing.ts'

const kit = await openGateway()
const OWNER = { email: 'Ebba@Example.com', password: 'a long enough password' }
const AGENT = { email: 'agent@example.com', password: 'another long password' }
const ELSEWHERE = { email: 'other@example.com', password: 'a password elsewhere' }
const BACK = 'https://erp.example.com/done?keep=1'

beforeAll(async () => {
  const add = (org: typeof kit.org, person: typeof OWNER, role: 'owner' | 'agent') =>
    addPerson(kit.database.pool, kit.desk, org, { ...person, name: 'Ebba', role })
  await add(kit.org, OWNER, 'owner')
  await add(kit.org, AGENT, 'agent')
  await add(kit.strange.org, ELSEWHERE, 'owner')
})

const link = (query: Record<string, string> = { redirect: BACK }, path = '/api/v2/shop/auth_partner') =>
  kit.call({ path, open: true, query })
/** Where a browser goes from here. */
const onward = ({ request, reply }: Awaited<ReturnType<typeof link>>): string => {
  const url = new URL(reply.headers.location ?? '', `http://here${request.url}`)
  return url.origin === 'http://here' ? url.pathname + url.search : url.href
}
const page = (url: string) => kit.send({ url })
const submit = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  kit.send({
    method: 'POST',
    url,
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
const hiddenIn = (html: string) => ({
  pass: (/name="pass" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&#38;', '&'),
  pair: /name="pair" value="([^"]*)"/.exec(html)?.[1] ?? '',
})
const signedIn = async (url: string) => hiddenIn((await submit(url, OWNER)).reply.body)

describe('letting a partner in', () => {
  // conforms: endpoint auth_partner
  // conforms: endpoint auth
  test('an owner signs in, sees what is asked for, and is sent back with a code that brings tokens', async () => {
    const linked = await link()
    expect(linked.reply.status).toBe(302)
    await kit.golden('auth-partner', linked, { ticket: linked.reply.headers.location ?? '' })
    const url = onward(linked)
    expect(url).toMatch(/^\/auth\?/)

    const first = await page(url)
    expect(first.reply.status).toBe(200)
    expect(first.reply.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(first.reply.body).toContain('Partner 2001')
    expect(first.reply.body).toContain('erp.example.com')
    expect(first.reply.body).not.toContain('Linnea')
    expect(first.reply.body).not.toContain('<script')

    const second = await submit(url, OWNER)
    expect(second.reply.body).toContain('Linnea (777)')
    expect(second.reply.headers['content-security-policy']).toContain("form-action 'self' https://erp.example.com")
    expect(second.reply.headers['cache-control']).toBe('no-store')

    const third = await submit(url, { ...hiddenIn(second.reply.body), decision: 'yes' })
    expect(third.reply.status).toBe(303)
    const back = new URL(third.reply.headers.location ?? '')
    expect([back.origin, back.pathname, back.searchParams.get('keep'), back.searchParams.get('shop_id')]).toEqual([
      'https://erp.example.com',
      '/done',
      '1',
      '777',
    ])
    const tokens = await kit.call({
      method: 'POST',
      path: '/api/v2/auth/token/get',
      open: true,
      body: { partner_id: 2001, shop_id: 777, code: back.searchParams.get('code') },
    })
    expect(tokens.json).toMatchObject({ error: '', shop_id_list: [777] })
    const audit = await listAudit(kit.desk.db, kit.org, { limit: 5 })
    expect(audit[0]).toMatchObject({ what: 'client.authorised', actor: { email: 'ebba@example.com' } })
  })

  test('the newer link needs no signature and brings its state back', async () => {
    const query = new URLSearchParams({
      partner_id: '2001',
      auth_type: 'seller',
      redirect_uri: BACK,
      response_type: 'code',
      state: 'x&y',
    })
    const linked = await page(`/shopee/auth?${query}`)
    await kit.golden('auth', linked, { ticket: linked.reply.headers.location ?? '' })
    const url = onward(linked)
    expect(url).toMatch(/^\/shopee\/auth\?/)
    const { reply } = await submit(url, { ...(await signedIn(url)), decision: 'yes' })
    expect(new URL(reply.headers.location ?? '').searchParams.get('state')).toBe('x&y')
  })

  test('whoever says no changes nothing and is sent nowhere', async () => {
    const url = onward(await link())
    const before = await kit.kept()
    const { reply } = await submit(url, { ...(await signedIn(url)), decision: 'no' })
    expect([reply.status, reply.headers.location]).toEqual([200, undefined])
    expect(await kit.kept()).toEqual(before)
  })
})

describe('who may not let a partner in', () => {
  const refused = async (person: typeof OWNER) => {
    const url = onward(await link())
    const before = await kit.kept()
    const { reply } = await submit(url, person)
    expect(hiddenIn(reply.body)).toEqual({ pass: '', pair: '' })
    expect(await kit.kept()).toEqual(before)
    return reply
  }

  test('a wrong password and an unknown address are answered alike', async () => {
    const wrong = await refused({ ...OWNER, password: 'not the password' })
    const unknown = await refused({ email: 'nobody@example.com', password: 'not the password' })
    expect([wrong.status, unknown.status]).toEqual([403, 403])
    expect(wrong.body.replaceAll(OWNER.email, '')).toBe(unknown.body.replaceAll('nobody@example.com', ''))
  })

  test('staff that owns nothing, and owners of other shops', async () => {
    for (const person of [AGENT, ELSEWHERE]) {
      const { status, body } = await refused(person)
      expect(status).toBe(403)
      expect(body).toContain('Only an owner')
    }
  })

  test('what is typed stands in the page as text', async () => {
    const { body } = await refused({ email: '"><script>alert(1)</script>', password: 'x' })
    expect(body).not.toContain('<script>')
  })

  test('after ten tries for one address nobody may try it for a quarter of an hour, not even rightly', async () => {
    const url = onward(await link())
    const guess = (password: string) => submit(url, { email: 'guessed@example.com', password })
    for (let tries = 0; tries < 10; tries++) expect((await guess(`guess ${tries}`)).reply.status).toBe(403)
    const { reply } = await guess('one more')
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '900'])
  })
})

describe('links and forms that lead nowhere', () => {
  const over = 'This link does not lead anywhere'

  test('an address that was changed, is too old, or was never ours', async () => {
    const url = onward(await link())
    for (const bad of [url.replace('erp.example.com', 'evil.example.com'), `${url}&x=1`, '/auth', '/auth?back=x'])
      expect([(await page(bad)).reply.status, (await submit(bad, OWNER)).reply.status]).toEqual([400, 400])
    kit.clock.forward(0.3)
    expect((await page(url)).reply.body).toContain(over)
  })

  test('a pass of another link, and a form that another site sent', async () => {
    const [one, other] = [onward(await link()), onward(await link({ redirect: 'https://other.example.com' }))]
    const fields = { ...(await signedIn(one)), decision: 'yes' }
    expect((await submit(other, fields)).reply.body).toContain(over)
    expect((await submit(one, fields, { 'sec-fetch-site': 'cross-site' })).reply.body).toContain(over)
    expect((await submit(one, { ...fields, pass: '/pass?person=x' })).reply.body).toContain(over)
    expect((await submit(one, { ...fields, pair: 'x' })).reply.body).toContain('Nothing was changed')
  })

  test.each(['http://erp.example.com', 'javascript:alert(1)', 'https://a:b@erp.example.com', 'erp', ''])(
    'nobody is sent back to %o',
    async redirect => {
      const { reply, json } = await link({ redirect })
      expect([reply.status, json.error]).toEqual([400, 'error_param'])
      expect(
        (await page(`/auth?${new URLSearchParams({ partner_id: '2001', redirect_uri: redirect })}`)).reply.status,
      ).toBe(400)
    },
  )

  test('the own machine may be sent back to without TLS', async () => {
    expect((await link({ redirect: 'http://127.0.0.1:9000/cb' })).reply.status).toBe(302)
  })

  test('a shop may name the hosts it sends people to', async () => {
    const url = onward(await link())
    const naming = (redirect_hosts: string[]) =>
      changeShop(kit.desk, kit.as('owner'), kit.shop.id, { dialects: { shopee: { redirect_hosts } } })
    await naming(['other.example.com'])
    expect((await submit(url, OWNER)).reply.status).toBe(403)
    await naming(['erp.example.com'])
    expect((await submit(url, OWNER)).reply.status).toBe(200)
    await naming([])
  })

  test('a link that is wrongly signed or of nobody is refused in the platform’s words', async () => {
    const wrong = await kit.call({
      path: '/api/v2/shop/auth_partner',
      open: true,
      query: { redirect: BACK },
      spoilt: { sign: '0' },
    })
    expect([wrong.reply.status, wrong.json.error]).toEqual([403, 'error_sign'])
    await kit.golden('auth-partner-wrong-sign', wrong)
    await kit.golden('auth-partner-no-redirect', await link({}))
    expect((await page('/auth?partner_id=9&redirect_uri=https://x.example')).reply.status).toBe(400)
  })

  test('a form nobody can read', async () => {
    const url = onward(await link())
    for (const body of ['{"email": 1}', ''])
      expect((await kit.send({ method: 'POST', url, body })).reply.status).toBe(400)
    expect((await submit(url, { email: 'a\0b@example.com', password: 'x' })).reply.status).toBe(400)
    const huge = await submit(url, { email: 'x'.repeat(20_000) })
    expect(huge.reply.status).toBe(400)
  })
})

describe('taking it back', () => {
  // conforms: endpoint cancel_auth_partner
  // conforms: error shop_no_linked
  test('closes the door for the partner until the shop lets it in again', async () => {
    const linked = await link({ redirect: BACK }, '/api/v2/shop/cancel_auth_partner')
    await kit.golden('cancel-auth-partner', linked, { ticket: linked.reply.headers.location ?? '' })
    const url = onward(linked)
    expect((await page(url)).reply.body).toContain('Take back')
    const { reply } = await submit(url, { ...(await signedIn(url)), decision: 'yes' })
    const back = new URL(reply.headers.location ?? '')
    expect([back.searchParams.get('shop_id'), back.searchParams.get('code')]).toEqual(['777', null])

    const { access_token, refresh_token } = await kit.kept()
    const keys = { ...kit.keys, access_token }
    const secrets = { new_access_token: access_token, new_refresh_token: refresh_token }
    const closed = await kit.call({ path: '/api/v2/returns/get_return_list', keys })
    expect([closed.reply.status, closed.json.error]).toEqual([403, 'shop_no_linked'])
    await kit.golden('gateway-not-linked', closed, secrets)
    const body = { partner_id: 2001, shop_id: 777, refresh_token }
    const renewal = await kit.call({ method: 'POST', path: '/api/v2/auth/access_token/get', open: true, body })
    expect(renewal.json.error).toBe('shop_no_linked')
    await kit.golden('access-token-get-not-linked', renewal, secrets)
    const shops = await kit.call({ path: '/api/v2/public/get_shops_by_partner', open: true })
    expect(shops.json.authed_shop_list).toEqual([])

    const again = onward(await link())
    expect((await submit(again, { ...(await signedIn(again)), decision: 'yes' })).reply.status).toBe(303)
    expect((await kit.call({ path: '/api/v2/returns/get_return_list', keys })).json.error).toBe('')
  })
})
