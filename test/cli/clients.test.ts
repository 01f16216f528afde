import { beforeAll, describe, expect, test } from 'vitest'
import { listOrgs } from '../../src/db/orgs.ts'
import { transaction } from '../../src/db/transaction.ts'
import { findCredential } from '../../src/desk/credentials.ts'
import type { Desk } from '../../src/desk/desk.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { foundShop } from '../../src/desk/shops.ts'
import { EUR } from '../kit/cast.ts'
import { emptyDatabase } from '../kit/database.ts'
import { backhaul, urlOf } from './in-process.ts'

const { pool, target } = await emptyDatabase()
const environment = { DATABASE_URL: urlOf(target), BACKHAUL_BASE_URL: 'https://returns.example.com' }
let desk: Desk

beforeAll(async () => {
  await backhaul(['migrate'], environment)
  await backhaul(['keys', 'create', '--org', 'Linnea'], environment)
  desk = await openDesk(pool, {} as Parameters<typeof openDesk>[1])
  const [org] = await listOrgs(pool)
  for (const name of ['Linnea', 'Second'])
    await transaction(pool, tx => foundShop(tx, desk, org?.id ?? ('' as never), { name, currency: EUR }))
})

const ran = (...args: string[]) => backhaul(['clients', ...args], environment)

describe('clients', () => {
  test('are added with all they are set up with, listed without, and turned away', async () => {
    expect(await ran('list', '--shop', 'Linnea')).toMatchObject({
      code: 0,
      stdout: 'Linnea has no clients. Make one with `backhaul clients add`.\n',
    })
    const { code, json } = await ran('add', '--shop', 'Linnea', '--dialect', 'shopflix', '--username', 'maja', '--json')
    expect({ code, json }).toEqual({
      code: 0,
      json: {
        id: expect.any(String),
        dialect: 'shopflix',
        shop: expect.any(String),
        base_url: 'https://returns.example.com/api',
        username: 'maja',
        password: expect.stringMatching(/\w{16}/),
      },
    })
    expect(await findCredential(desk, 'shopflix', 'maja')).toMatchObject({
      id: json.id,
      secret: { username: 'maja', password: json.password },
    })

    const listed = await ran('list', '--shop', 'Linnea')
    expect(listed.stdout).toMatch(new RegExp(`${json.id}  shopflix  open +\\S+  maja`))
    expect(listed.stdout).not.toContain(json.password)
    expect((await ran('list', '--shop', 'Second', '--json')).json).toEqual([])

    expect(await ran('revoke', 'maja', '--shop', 'Linnea')).toMatchObject({
      code: 0,
      stdout: 'maja (shopflix) is turned away from now on.\n',
    })
    expect(await findCredential(desk, 'shopflix', 'maja')).toBeNull()
    expect((await ran('list', '--shop', 'Linnea', '--json')).json).toMatchObject([{ id: json.id, state: 'revoked' }])
  })

  test('are told to people line by line, in the names of the platform', async () => {
    const { stdout, stderr } = await ran('add', '--shop', '2', '--dialect', 'shopflix', '--username', 'theo')
    expect(stdout).toMatch(
      /^base_url +https:\/\/returns\.example\.com\/api\nusername +theo\npassword +\w+\nFor +Linnea, Second\nID +\S+\n$/,
    )
    expect(stderr).toContain('shown this once')
  })

  test('that cannot be made say why', async () => {
    const add = (...more: string[]) => ran('add', '--shop', 'Linnea', ...more)
    for (const [answer, code, sentence] of [
      [await add(), 2, '--dialect: shopee, aftership, shopflix, shopline'],
      [await add('--dialect', 'ebay'), 2, '--dialect must be one of'],
      [await add('--dialect', 'shopflix', '--username', 'a:b'), 1, 'neither colons nor spaces'],
      [await add('--dialect', 'shopflix', '--choices', '{"password":"easy"}'), 1, 'Only a username'],
      [await add('--dialect', 'shopflix', '--choices', 'password=easy'), 2, 'must be a JSON object'],
      [await add('--dialect', 'shopflix', '--username', 'theo'), 1, 'called so already'],
      [await ran('add', '--dialect', 'shopflix'), 1, 'Say which shop with --shop'],
      [await ran('revoke', 'nobody', '--shop', 'Linnea'), 1, 'has no client "nobody"'],
      [await ran('revoke', 'theo', '--shop', 'Linnea'), 1, 'has no client "theo"'],
    ] as const) {
      expect(answer.stderr).toContain(sentence)
      expect(answer.code).toBe(code)
    }
  })
})
