/** What somebody who reads the whole sandbox in every language sees: every word of every platform, unless it is said why not. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk } from '../src/desk/open-desk.ts'
import { DIALECT_NAMES, type DialectName } from '../src/dialects/dialect.ts'
import { PLATFORMS } from '../src/dialects/index.ts'
import { openStore } from '../src/files/store.ts'
import { PURCHASES } from '../src/sandbox/purchases.ts'
import { seededChance } from '../src/sandbox/chance.ts'
import { type Secrets, seed } from '../src/sandbox/seed.ts'
import { conformanceOf, mayStandAt, SANDBOX_SAID, type SandboxSaid, written } from './conformance/conformance.ts'
import { contractOf } from './conformance/promises.ts'
import { type Said, saidIn } from './conformance/recordings.ts'
import { freshDatabase } from './kit/database.ts'
import { type Doors, dialectOf, LANGUAGES, type Language, openDoors } from './kit/languages.ts'
import { type Heards, readAll } from './kit/whole-reading.ts'

const root = resolve(import.meta.dirname, '..')
const { pool } = await freshDatabase({ max: 12 })
const folder = await mkdtemp(join(tmpdir(), 'backhaul-words-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const desk = await openDesk(pool, await openStore({ kind: 'folder', path: folder }), { platforms: PLATFORMS })

let secrets: Secrets
let doors: Doors
const heard = new Map<Language, Heards>()
const said = {} as Record<DialectName, SandboxSaid>

beforeAll(async () => {
  secrets = await seed(desk, seededChance(1))
  doors = await openDoors(desk)
  const orders = Object.keys(PURCHASES).map(number => `54000${number}`)
  for (const language of LANGUAGES) heard.set(language, await readAll(doors, secrets.clients, language, orders))
  for (const dialect of DIALECT_NAMES) said[dialect] = shown(dialect)
}, 300_000)

/** All that was said in a dialect, in both of its generations where it has two. */
const saidBy = (dialect: DialectName): Said =>
  saidIn(
    ...LANGUAGES.filter(language => dialectOf(language) === dialect).flatMap(language =>
      [...(heard.get(language)?.values() ?? [])].flat(),
    ),
  )

/** Where an enum's words stand, those of them that were said. */
function shown(dialect: DialectName): SandboxSaid {
  const contract = contractOf(root, dialect)
  const all = [...saidBy(dialect)].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const wordsAt = (path: string, values: ReadonlySet<string>): string[] => {
    const enums = contract.enums.filter(one => mayStandAt(one, contract, path))
    return [...values].filter(value => enums.some(one => one.values.map(String).includes(value))).toSorted()
  }
  return Object.fromEntries(
    all
      .map(([path, values]): [string, string[]] => [path, wordsAt(path, values)])
      .filter(([, words]) => words.length > 0),
  )
}

test('what the sandbox says is written down for the conformance pages', async () => {
  await expect(written(said)).toMatchFileSnapshot(join(root, SANDBOX_SAID))
})

describe.each(DIALECT_NAMES)('%s', dialect => {
  test('every word can be seen, or it is said why not', () => {
    const unseen = conformanceOf(root, dialect, said[dialect]).words.filter(({ inSandbox }) => !inSandbox)
    expect(unseen.filter(word => !reasonFor(dialect, word)).map(({ name }) => name)).toEqual([])
  })

  test('nothing is said to be unseen that can be seen', () => {
    const seen = conformanceOf(root, dialect, said[dialect]).words.filter(({ inSandbox }) => inSandbox)
    expect(seen.filter(word => reasonFor(dialect, word)).map(({ name }) => name)).toEqual([])
  })
})

const TOLD = 'Said in messages to others, which the tests of telling read; nobody asks for it.'

/** Words, and whole enums, that no answer of the sandbox shows, with the reason. */
const UNSEEN: Record<DialectName, Record<string, string>> = {
  shopee: {
    PushField: TOLD,
    LivePushStatus: 'How a partner’s messages arrive is asked for by the partner alone; its own test does.',
    ShippingFeeResponsibility: 'Said in Brazil only, and the sandbox’s shop is in Germany.',
  },
  aftership: {
    webhook_event: TOLD,
    older_webhook_event: TOLD,
    'exceptions.restock_failed': 'Putting goods back on the shelf is written down here and cannot fail.',
    'bonus_credit_type.extra_credit': 'A bonus is part of what is paid back here; exchanges carry none of their own.',
    'bonus_credit_type.pre_discount_credit': 'As above.',
  },
  shopflix: {},
  shopline: {
    WebhookTopic: TOLD,
    'WebhookStatus.REQUESTED': TOLD,
    RefundType: 'Said by clients, in the body of a refund.',
    'LineFulfillmentStatus.null': 'Null is no text to look for; the tests of orders see it.',
    'FinancialStatus.authorized': 'Nothing here takes money later than it was promised.',
    'FinancialStatus.pending': 'As above.',
  },
}

const reasonFor = (
  dialect: DialectName,
  { promise: { of, value } }: { promise: { of: { name: string }; value: string } },
) => UNSEEN[dialect][`${of.name}.${value}`] ?? UNSEEN[dialect][of.name]

type ShopeePage = { response: { return: { return_sn: string; status: string }[] } }
type AfterShipPage = { data: { returns: { id: string; approval_status: string }[] } }
type ShopflixPage = { orders: { return_order_reference: string; status: string }[] }

/** What a list said, page by page. */
const pagesOf = <Page>(language: Language, list: string): Page[] => (heard.get(language)?.get(list) ?? []) as Page[]

describe('a list filtered by a word', () => {
  test.each(['REQUESTED', 'PROCESSING', 'JUDGING', 'SELLER_DISPUTE', 'ACCEPTED', 'CANCELLED', 'CLOSED'])(
    'Shopee’s %s is exactly what says so in the whole list',
    async status => {
      const path = '/returns/get_return_list'
      const all = pagesOf<ShopeePage>('shopee', 'get_return_list').flatMap(page => page.response.return)
      const { json } = await doors.ask('shopee', secrets.clients, {
        path,
        query: { page_no: 0, page_size: 100, status },
      })
      const named = json.response.return.map((row: any) => row.return_sn)
      expect(named.length).toBeGreaterThan(0)
      expect(named).toEqual(all.filter(row => row.status === status).map(row => row.return_sn))
    },
  )

  test.each(['submitted', 'approved', 'done', 'rejected', 'expired'])(
    'AfterShip’s %s is exactly what says so in the whole list',
    async approval_status => {
      const all = pagesOf<AfterShipPage>('aftership', 'list').flatMap(page => page.data.returns)
      const named: string[] = []
      for (let page = 1, more = true; more; page++) {
        const { json } = await doors.ask('aftership', secrets.clients, {
          path: '/returns',
          query: { page, limit: 50, approval_status },
        })
        named.push(...json.data.returns.map((row: any) => row.id))
        more = json.data.pagination.has_next_page
      }
      expect(named.length).toBeGreaterThan(0)
      expect(named).toEqual(all.filter(row => row.approval_status === approval_status).map(row => row.id))
    },
  )

  test.each(['U', 'A', 'T', 'V', 'W', 'X'])('Shopflix’s %s is exactly what says so in the whole list', async status => {
    const all = pagesOf<ShopflixPage>('shopflix', 'list').flatMap(page => page.orders)
    const { json } = await doors.ask('shopflix', secrets.clients, {
      path: '/returns',
      query: { itemsPerPage: 100, status },
    })
    const named = json.orders.map((row: any) => row.return_order_reference)
    const wanted = all.filter(row => row.status === status).map(row => row.return_order_reference)
    expect(wanted.length).toBeGreaterThan(0)
    expect(json.params.total_items).toBe(wanted.length)
    expect(named).toEqual(wanted.slice(0, 100))
  })
})
