import { describe, expect, test } from 'vitest'
import { transaction } from '../../../db/transaction.ts'
import { foundShop } from '../../../desk/shops.ts'
import { hexOf } from '../ids.ts'
import { dropped, ofKits, openAftershipKit, replaced, swapped, travelled } from '../testing.ts'
import { VERSIONS } from '../versions.ts'

const kit = await openAftershipKit()
// Filed one after the other, so that their ids and codes are the same in every run.
const through = await travelled(kit)
const swap = await swapped(kit)
const replacement = await replaced(kit)
const drop = await dropped(kit)
const kits = await ofKits(kit)

describe('one return', () => {
  // conforms: endpoint GET /returns/rma/{rma_number}
  test.each(VERSIONS)('is read by its code as version %s shows it', async version => {
    const { reply } = await kit.record(`get-by-rma-${version}`, `/returns/rma/${through.number}`, { version })
    expect(reply.headers['as-api-version']).toBe(version)
  })

  // conforms: endpoint GET /returns/{return_id}
  test('is read by its id', async () => {
    const { json } = await kit.record('get-by-id', `/returns/${hexOf(through.id)}`)
    expect(json.data.id).toBe(hexOf(through.id))
  })

  test.each([
    ['swapped-for-another-article', () => swap],
    ['replaced-by-another-variant-for-a-gift', () => replacement],
    ['handed-over-in-part', () => drop],
    ['of-kits-kept', () => kits],
  ])('%s is told whole, as it was and as it is', async (name, ret) => {
    await kit.record(`get-${name}`, `/returns/rma/${ret().number}`)
    await kit.record(`get-${name}-2026-07`, `/returns/rma/${ret().number}`, { version: '2026-07' })
  })

  test('has the code in any case', async () => {
    const { json } = await kit.ask(`/returns/rma/${through.number.toLowerCase()}`)
    expect(json.data.rma_number).toBe(through.number)
  })

  test('has its id in capitals too', async () => {
    const { json } = await kit.ask(`/returns/${hexOf(through.id).toUpperCase()}`)
    expect(json.data.id).toBe(hexOf(through.id))
  })

  test('is the same behind the prefix of this door', async () => {
    const path = `/returns/2025-07/returns/${hexOf(swap.id)}`
    const headers = { 'as-api-key': kit.secret.api_key }
    const [plain, prefixed] = await Promise.all(
      [path, `/aftership${path}`].map(url => kit.send({ url, headers }).then(({ json }) => json)),
    )
    expect(prefixed).toEqual(plain)
  })

  test('a later month is served by the newest version before it, an earlier one by the first', async () => {
    const served = async (version: string) =>
      (await kit.ask(`/returns/rma/${swap.number}`, { version })).reply.headers['as-api-version']
    expect(await served('2025-11')).toBe('2025-07')
    expect(await served('2031-01')).toBe('2026-07')
    expect(await served('2019-04')).toBe('2024-07')
  })

  // conforms: error 40400
  test.each(['xx', '0'.repeat(32), 'a'.repeat(400), '%F0%9F%A6%86', "1'or'1'='1", 'a%00b'])(
    'there is none called %s',
    async id => {
      for (const path of [`/returns/${id}`, `/returns/rma/${id}`]) {
        const { reply, json } = await kit.ask(path)
        expect(reply.status).toBe(404)
        expect(json).toEqual({
          meta: { code: 40400, type: 'NotFound', message: 'Return not found', errors: [] },
          data: null,
        })
      }
    },
  )

  test('of somebody else is none', async () => {
    const headers = { 'as-api-key': kit.stranger.api_key }
    const { json: unknown } = await kit.record('get-unknown', '/returns/rma/NOSUCH23')
    for (const path of [`/returns/rma/${through.number}`, `/returns/${hexOf(through.id)}`]) {
      const { reply, json } = await kit.ask(path, { headers })
      expect(reply.status).toBe(404)
      expect(json).toEqual(unknown)
    }
  })

  test('of another shop of the organisation opens with the same key', async () => {
    const other = await transaction(kit.desk.db, tx =>
      foundShop(tx, kit.desk, kit.org, { name: 'Second', currency: kit.shop.currency }),
    )
    const second = await kit.client('aftership', {}, other)
    const headers = { 'as-api-key': String(second.secret.api_key) }
    const { reply } = await kit.ask(`/returns/rma/${through.number}`, { headers })
    expect(reply.status).toBe(200)
  })
})

describe('what no version takes away', () => {
  test('every member of the newest is a member of the one before, but for what is listed', async () => {
    const data = async (version: string) => (await kit.ask(`/returns/rma/${swap.number}`, { version })).json.data
    const [older, newer] = [await data('2025-07'), await data('2026-01')]
    const gone = Object.keys(older).filter(name => !(name in newer))
    const come = Object.keys(newer).filter(name => !(name in older))
    expect(gone).toEqual(['gift_return'])
    expect(come).toEqual(['is_gift_return', 'contact_email', 'shipping_address'])
  })
})
