import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { openKit, type DeskKit } from '../../../test/kit/desk.ts'
import type { WithdrawalId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import type { Statement, Withdrawal } from '../../core/withdrawal.ts'
import { query } from '../../db/pool.ts'
import { sql } from '../../db/statement.ts'
import { findReturn } from '../../db/returns.ts'
import { eraseOrder } from '../erase-order.ts'
import { type Portal, portalOfShop } from './portal.ts'
import {
  declare,
  declaredBefore,
  matchWithdrawal,
  openForgotten,
  openFromStatement,
  withdrawalFor,
  withdrawalsFor,
} from './withdrawal.ts'

let kit: DeskKit
let portal: Portal

beforeAll(async () => {
  kit = await openKit()
  portal = (await portalOfShop(kit.desk, kit.org, kit.shop.id)) as Portal
})

const statement = (number: string, more: Partial<Statement> = {}): Statement => ({
  name: 'Maja Lund',
  orderNumber: number,
  email: 'maja@example.com',
  scope: { kind: 'whole' },
  language: 'en',
  words: `I, Maja Lund, hereby withdraw from the contract on order ${number}, for all goods in it.`,
  ...more,
})

const fresh = (): WithdrawalId => randomUUID() as WithdrawalId

async function received(given: Statement, id = fresh(), from = `192.0.2.${Math.ceil(Math.random() * 250)}`) {
  const withdrawal = await declare(kit.desk, portal, id, given, from)
  if (refused(withdrawal)) throw new Error(withdrawal.code)
  return withdrawal
}

const opened = async (given: Statement): Promise<Withdrawal> => openFromStatement(kit.desk, await received(given), null)

describe('T38 a statement of withdrawal', () => {
  test('T38 is kept as it is, acknowledged to the second, and a return is opened from it', async () => {
    const order = await kit.order()
    const given = statement(order.refs.number)
    const withdrawal = await opened(given)
    expect(withdrawal).toMatchObject({ state: 'opened', order: order.id, receivedAt: kit.clock.now, statement: given })
    const ret = await findReturn(kit.desk.db, kit.org, withdrawal.returns[0] as never)
    expect(ret).toMatchObject({
      lane: 'withdrawal',
      comment: given.words,
      items: [{ asked: 2, reason: { code: 'none' } }],
      filedBy: { role: 'shopper', via: 'portal' },
    })
    const { rows } = await query(
      kit.desk.db,
      sql`select kind, to_address, doc from mails where org_id = ${kit.org} and kind = 'withdrawal' and key = ${`withdrawal:${withdrawal.id}`}`,
    )
    expect(rows).toMatchObject([
      {
        to_address: 'maja@example.com',
        doc: { statement: given.words, at: kit.clock.now, reference: withdrawal.number },
      },
    ])
  })

  test('T38 confirmed twice it is one statement, one acknowledgement and one return', async () => {
    const order = await kit.order()
    const id = fresh()
    const given = statement(order.refs.number)
    const [one, other] = await Promise.all([received(given, id), received(given, id)])
    const [first, second] = await Promise.all([
      openFromStatement(kit.desk, one, null),
      openFromStatement(kit.desk, other, null),
    ])
    expect(first.number).toBe(second.number)
    expect(first.returns).toEqual(second.returns)
    const { rows } = await query(
      kit.desk.db,
      sql`select 1 from mails where org_id = ${kit.org} and key = ${`withdrawal:${id}`}`,
    )
    expect(rows).toHaveLength(1)
  })

  test('T38 sent in the last minute it is in time, although a person opens the return days later', async () => {
    const order = await kit.order({
      lines: [
        { externalId: 'l1', title: 'Shirt', sku: 'S', quantity: 2, unitPrice: { amountMinor: 5000 }, finalSale: true },
      ],
    })
    const before = kit.clock.now
    kit.clock.now = '2026-04-04T21:59:59.000Z' as Instant
    const late = await opened(statement(order.refs.number, { email: 'maja@elsewhere.example' }))
    expect(late).toMatchObject({ state: 'waiting', why: 'order_unknown' })
    kit.clock.forward(5 * 24)
    const matched = await matchWithdrawal(kit.desk, kit.as('agent'), late.id, {
      order: order.id,
      pieces: [{ line: order.lines[0]?.id ?? '', quantity: 1 }],
    })
    expect(matched).toMatchObject({ state: 'opened', receivedAt: '2026-04-04T21:59:59.000Z' })
    const ret = await findReturn(kit.desk.db, kit.org, (matched as Withdrawal).returns[0] as never)
    expect(ret).toMatchObject({
      createdAt: kit.clock.now,
      assessment: { at: '2026-04-04T21:59:59.000Z' },
      items: [{ asked: 1 }],
    })
    kit.clock.now = before
  })

  test('T38 received a second after the period it waits for a person and opens nothing', async () => {
    const order = await kit.order()
    const before = kit.clock.now
    kit.clock.now = '2026-04-04T22:00:00.000Z' as Instant
    expect(await opened(statement(order.refs.number))).toMatchObject({ state: 'waiting', why: 'not_eligible' })
    kit.clock.now = before
  })

  test('a part in the consumer’s own words waits for a person; pieces named one by one do not', async () => {
    const order = await kit.order()
    const inWords = await opened(statement(order.refs.number, { scope: { kind: 'part', text: 'the blue one' } }))
    expect(inWords).toMatchObject({ state: 'waiting', why: 'part_in_words', order: order.id })
    const line = order.lines[0]?.id as never
    const pieces = await opened(
      statement(order.refs.number, { scope: { kind: 'pieces', pieces: [{ line, title: 'Shirt', quantity: 1 }] } }),
    )
    expect(pieces.state).toBe('opened')
  })

  test('a wrong address, a strange number and somebody else’s order all wait, and look the same to whoever declared them', async () => {
    const order = await kit.order()
    for (const given of [statement(order.refs.number, { email: 'guess@example.com' }), statement('no-such-order')])
      expect(await opened(given)).toMatchObject({ state: 'waiting', why: 'order_unknown', returns: [] })
  })

  test('an order that went to a country without the right waits for a person', async () => {
    const order = await kit.order({
      country: 'US',
      shipping: { name: 'Maja', street1: '1 Main St', city: 'Austin', postalCode: '73301', country: 'US' },
    })
    expect(await opened(statement(order.refs.number))).toMatchObject({ state: 'waiting', why: 'country' })
  })

  test('what was received and never taken further is opened at night', async () => {
    const order = await kit.order()
    const { id } = await received(statement(order.refs.number))
    kit.clock.forward(2)
    expect(await openForgotten(kit.desk, kit.org)).toBe(1)
    expect(await withdrawalFor(kit.desk, kit.as('owner'), id)).toMatchObject({ state: 'opened' })
    expect(await openForgotten(kit.desk, kit.org)).toBe(0)
  })

  test('from one place no more are taken than anybody has to declare', async () => {
    const answers: unknown[] = []
    for (let many = 0; many < 22; many++)
      answers.push(await declare(kit.desk, portal, fresh(), statement(`n${many}`), '198.51.100.7'))
    expect(answers.filter(refused)).toHaveLength(2)
    expect(answers.find(refused)).toMatchObject({ code: 'limit_exceeded' })
  })

  test('its name cannot be made up, nor carried to another shop', () => {
    const id = fresh()
    const sealed = declaredBefore.seal(kit.desk, portal, id)
    expect(declaredBefore.open(kit.desk, portal, sealed)).toBe(id)
    expect(declaredBefore.open(kit.desk, portal, `${fresh()}.${sealed.split('.')[1]}`)).toBeNull()
    expect(declaredBefore.open(kit.desk, { ...portal, slug: 'another' }, sealed)).toBeNull()
    expect(declaredBefore.open(kit.desk, portal, id)).toBeNull()
  })

  test('is for staff of this organisation to see, and not for warehouses or shoppers', async () => {
    const stranger = await kit.stranger()
    const order = await kit.order()
    const { id } = await received(statement(order.refs.number))
    expect(await withdrawalFor(kit.desk, kit.as('owner'), id)).toMatchObject({ id })
    expect(await withdrawalFor(kit.desk, stranger.as('owner'), id)).toMatchObject({ code: 'not_found' })
    for (const role of ['warehouse', 'carrier', 'shopper'] as const)
      expect(await withdrawalsFor(kit.desk, kit.as(role), {})).toMatchObject({ code: 'forbidden' })
    const page = await withdrawalsFor(kit.desk, kit.as('agent'), { state: 'waiting', limit: 2 })
    expect(refused(page) ? page : page.rows).toHaveLength(2)
  })

  test('forgetting whose an order was takes name and words out of its statement and leaves when it was received', async () => {
    const order = await kit.order()
    const { id, receivedAt } = await opened(statement(order.refs.number))
    await eraseOrder(kit.desk, kit.as('owner'), order.id, { id: randomUUID(), person: null, force: 'asked by letter' })
    const after = await withdrawalFor(kit.desk, kit.as('owner'), id)
    expect(after).toMatchObject({ receivedAt, statement: { name: '', email: '', words: '' } })
  })
})
