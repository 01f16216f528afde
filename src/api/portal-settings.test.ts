import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiKit, openApiKit } from '../../test/kit/api.ts'

let kit: ApiKit
let address: string
let portal: Record<string, any>

beforeAll(async () => {
  kit = await openApiKit()
  address = `/v1/shops/${kit.shop.id}`
  portal = (await kit.ok('owner', 'GET', address)).portal
})

const change = (wish: object) => kit.call('owner', 'PATCH', address, { portal: { ...portal, ...wish } })
const paths = async (wish: object): Promise<string[]> =>
  ((await change(wish)).body.errors ?? []).map(({ path }: { path: string }) => path)

describe('the settings of a shop’s returns page', () => {
  test('are the standard ones until somebody changes them, and stay as they were sent', async () => {
    expect(portal).toMatchObject({ on: true, proof: 'either', languages: ['en', 'el', 'es', 'zh-Hant', 'ar'] })
    const wish = {
      ...portal,
      brand: { name: 'Linnea Studio', logo: 'https://linnea.example/logo.svg', accent: '#C02050' },
      links: { shop: 'https://linnea.example', help: null, privacy: null, imprint: null },
      texts: { 'zh-Hant': { 'find.title': '退貨' }, en: { 'find.title': 'Send it back' } },
      embed: ['https://linnea.example'],
      minimum_stock: 2,
      withdrawal: { countries: ['DE', 'AT'] },
    }
    expect((await kit.ok('owner', 'PATCH', address, { portal: wish })).portal).toEqual(wish)
    expect((await kit.ok('owner', 'GET', address)).portal).toEqual(wish)
  })

  test('refuse words that cannot be said, each at its place', async () => {
    const reply = await change({
      texts: {
        en: { 'find.titel': 'Find', 'find.title': 'Find {order}', 'common.back': 'Back' },
        el: { 'common.pieces': '{count, plural, one {#}' },
      },
    })
    expect(reply.status).toBe(400)
    expect(reply.body.errors).toEqual([
      {
        in: 'body',
        path: 'portal.texts.en["find.titel"]',
        code: 'not_allowed',
        message: 'There is no text of this name. The list of texts names them all.',
      },
      {
        in: 'body',
        path: 'portal.texts.en["find.title"]',
        code: 'not_allowed',
        message: 'Has no place for {order}; it has none.',
      },
      {
        in: 'body',
        path: 'portal.texts.el["common.pieces"]',
        code: 'not_allowed',
        message: expect.stringContaining('Cannot be read as an ICU message'),
      },
    ])
  })

  test.each([
    ['brand.accent', { brand: { name: null, logo: null, accent: 'red' } }],
    ['brand.logo', { brand: { name: null, logo: 'http://linnea.example/logo.png', accent: '#000000' } }],
    ['embed[0]', { embed: ["https://linnea.example; script-src 'unsafe-inline'"] }],
    ['embed[0]', { embed: ['https://linnea.example/'] }],
    ['host', { host: 'Returns.Linnea.Example' }],
    ['languages', { languages: [] }],
    ['languages', { languages: ['en', 'en'] }],
    ['links.shop', { links: { shop: 'javascript:alert(1)', help: null, privacy: null, imprint: null } }],
  ])('refuse what %s cannot be', async (path, wish) => {
    expect(await paths(wish)).toContain(`portal.${path}`)
  })

  test('give a host name to one shop only', async () => {
    await kit.ok('owner', 'PATCH', address, { portal: { ...portal, host: 'returns.linnea.example' } })
    const another = { name: 'Another', currency: 'EUR', portal: { ...portal, host: 'returns.linnea.example' } }
    const taken = await kit.call('owner', 'POST', '/v1/shops', another)
    expect(taken).toMatchObject({ status: 400, body: { errors: [{ path: 'portal.host' }] } })
    const other = await kit.ok('owner', 'POST', '/v1/shops', { ...another, portal })
    const moved = await kit.call('owner', 'PATCH', `/v1/shops/${other.id}`, { portal: another.portal })
    expect(moved.body.detail).toContain('leads to another shop')
    await kit.ok('owner', 'PATCH', address, { portal })
    await kit.ok('owner', 'PATCH', `/v1/shops/${other.id}`, { portal: another.portal })
  })
})
