import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import { leftIn, SECRET_CUSTOMER, SECRET_EMAIL, SECRET_PHONE, secretPerson } from '../../test/kit/secrets.ts'
import type { FileId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import { ERASED } from '../core/privacy/rule.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import { evolveAll } from '../core/return/evolve.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import { inAll } from '../core/worth/quote.ts'
import { listAudit } from '../db/audit.ts'
import { query } from '../db/pool.ts'
import { eventsOf } from '../db/return-events.ts'
import type { Desk } from './desk.ts'
import { eraseShopper } from './erasure.ts'
import { findOne, list } from './look.ts'
import { enterOne, findOrder, listOrders } from './orders.ts'
import { keepPhoto, openPhoto } from './photos.ts'
import { sendCode } from './shopper/codes.ts'
import { startDraft } from './shopper/drafts.ts'
import { portalOfShop } from './shopper/portal.ts'
import { proved } from './shopper/session.ts'
import { reportStray } from './strays.ts'

const kit = await openKit()
const { desk, org, shop } = kit
const owner = kit.as('owner')
const email = SECRET_EMAIL.toUpperCase()

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03030' } })
  .jpeg()
  .toBuffer()
const photo = async (role: 'shopper' | 'warehouse' = 'shopper'): Promise<FileId> =>
  ok(await keepPhoto(desk, kit.as(role), shop.id, bytes)).id
const opens = async (id: FileId) => !refused(await openPhoto(desk, org, id, 'full'))
const run = (text: string, ...values: unknown[]) => query(desk.db, { text, values })

/** A purchase under a key, and its return with everything people say and show until it is paid. */
async function finished(to: 'store_credit' | 'original_payment' = 'store_credit') {
  const input = anInput({ ...secretPerson(), shipping: secretPerson().shipping, externalId: crypto.randomUUID() })
  const key = crypto.randomUUID()
  const { order } = ok(await enterOne(desk, owner, shop.id, input, { key }))
  const shown = [await photo(), await photo(), await photo('warehouse')] as const
  const speaking = { ...kit.as('shopper').actor, name: 'Secretanna', email: SECRET_EMAIL }
  const filed = await kit.file(order, 1, {
    comment: 'Secret comment',
    items: [
      {
        line: order.lines[0]!.id,
        quantity: 1,
        reason: { code: 'damaged', comment: 'Secret tear' },
        media: [shown[0]],
        resolution: { type: 'refund', to },
      },
    ],
  })
  await kit.act(filed, { verb: 'message', text: 'Secret question', to: 'merchant', media: [shown[1]] }, 'shopper')
  await kit.act(filed, { verb: 'amend', contact: { phone: SECRET_PHONE, firstName: speaking.name } })
  await kit.act(filed, [
    { verb: 'note', note: 'Secret note' },
    { verb: 'approve' },
    { verb: 'choose', method: 'retailer_label' },
  ])
  await kit.act(filed, { verb: 'label', reference: 'Secret' })
  const item = filed.items[0]!.id
  const wish = { text: 'A card for Secretanna', media: [await photo('warehouse')] }
  const stray = ok(await reportStray(desk, kit.as('warehouse'), shop.id, wish, { key }))
  const matched = await kit.act(filed, { verb: 'match', stray: stray.id, item }, 'warehouse')
  const receiving = matched.ret.receivings[0]!.id
  const gradings = [{ grade: 'a' as const, quantity: 1, note: 'Secret letter inside', media: [shown[2]] }]
  await kit.act(filed, { verb: 'grade', receiving, item, gradings }, 'warehouse')
  const { ret } = await kit.act(filed, { verb: 'refund', to })
  const begun = await photo()
  await writing(order, begun)
  return { order, ret, input, key, shown: [...shown, ...stray.media, begun], stray }
}

/** Another request about it that was never sent, and a code that was. */
async function writing(order: Order, begun: FileId): Promise<void> {
  const piece = { ...NO_WISH, order: order.id, line: order.lines[0]!.id, comment: 'Secret stain', photos: [begun] }
  const session = proved(desk, order, 'customer')
  await startDraft(desk, session, { orders: [order.id], pieces: [piece], email: SECRET_EMAIL, comment: 'Secret wish' })
  const portal = (await portalOfShop(desk, org, shop.id))!
  ok(await sendCode(desk, portal, { orderNumber: order.refs.number }, { address: '203.0.113.7' }, 'en'))
}

const NO_WISH = {
  id: 'p1',
  fulfilment: null,
  quantity: 1,
  kitWhole: false,
  reason: 'damaged' as const,
  sub: null,
  get: null,
}

/** What receivers and gateways said, which no desk writes. */
async function answersOf(ret: Return): Promise<void> {
  const [endpoint, delivery] = [crypto.randomUUID(), crypto.randomUUID()]
  await run(
    `insert into endpoints (org_id, id, format, state, version, created_at, updated_at, sealed, doc) values ($1, $2, 'native', 'on', 1, now(), now(), '', '{}')`,
    org,
    endpoint,
  )
  await run(
    `insert into deliveries (org_id, id, endpoint_id, event_id, return_id, type, at, state, next_at, created_at) values ($1, $2, $3, $2, $4, 'x', now(), 'done', now(), now())`,
    org,
    delivery,
    endpoint,
    ret.id,
  )
  await run(
    `insert into attempts (org_id, delivery_id, attempt, at, status, latency_ms, answer) values ($1, $2, 1, now(), 200, 5, 'Thanks, Secretanna')`,
    org,
    delivery,
  )
  await run(`update errands set state = 'given_up', why = 'No house at Secretweg 12' where return_id = $1`, ret.id)
}

const rowOf = async (ret: Return) => ok(await findOne(desk, owner, ret.id))
const booked = () => run('select payments.id, spoken, captured from payments where org_id = $1 order by id', org)

describe('while something is under way', () => {
  let open: Return
  beforeAll(async () => {
    open = await kit.file(await kit.order({ ...secretPerson(), customer: { emails: ['busy@example.com'] } }))
  })

  test('nothing is forgotten, and the answer says what it waits for', async () => {
    const answer = await eraseShopper(desk, owner, { email: 'busy@example.com' })
    expect(answer).toMatchObject({
      code: 'not_open',
      detail: { returns: [{ number: open.number, open: ['request'] }], sentence: expect.stringContaining(open.number) },
    })
    await kit.act(open, [{ verb: 'approve' }, { verb: 'grant', basis: 'asked' }])
    expect(await eraseShopper(desk, owner, { email: 'busy@example.com' })).toMatchObject({ code: 'payout_in_flight' })
    expect((await rowOf(open)).ret.contact.emails).toEqual(['busy@example.com'])
  })

  test('it may be done all the same by whoever says why, without naming the person', async () => {
    const wish = { email: 'busy@example.com', forceOpen: true }
    expect(await eraseShopper(desk, owner, wish)).toMatchObject({ code: 'reason_required' })
    expect(await eraseShopper(desk, owner, { ...wish, reason: 'busy@example.com asked' })).toMatchObject({
      code: 'invalid',
    })
    const done = ok(await eraseShopper(desk, owner, { ...wish, reason: 'A court ordered it.' }))
    expect(done.orders).toMatchObject([{ erased: true, returns: [{ open: ['request', 'payout'] }] }])
    const { ret } = await rowOf(open)
    expect(ret.contact).toMatchObject({ emails: [], firstName: ret.contact.firstName && ERASED })
    const { rows } = await run(`select detail from audit where what = 'person.erased' and subject = $1`, open.order)
    expect(rows).toMatchObject([{ detail: { force: 'A court ordered it.', returns: [open.id] } }])
    expect((await kit.act(open, { verb: 'refund' })).ret.payouts).toHaveLength(1)
  })
})

describe('a shopper who asks to be forgotten', () => {
  let one: Awaited<ReturnType<typeof finished>>
  let two: Awaited<ReturnType<typeof finished>>
  let stranger: { org: typeof org; order: Order }

  beforeAll(async () => {
    one = await finished()
    two = await finished()
    await answersOf(two.ret)
    const other = await kit.stranger()
    const entered = ok(await enterOne(desk, other.as('owner'), other.shop.id, anInput(secretPerson())))
    stranger = { org: other.org, order: entered.order }
  })

  test('a look beforehand tells what there is, and changes nothing', async () => {
    const before = await leftIn(desk.db, org)
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining([
        'attempts',
        'credits',
        'drafts',
        'errands',
        'idempotency',
        'mails',
        'orders',
        'return_events',
        'returns',
        'strays',
      ]),
    )
    const seen = ok(await eraseShopper(desk, owner, { email, preview: true }))
    expect(seen.preview).toBe(true)
    expect(seen.orders).toMatchObject(
      [one, two].map(({ order, ret }) => ({
        order: order.id,
        number: order.refs.number,
        returns: [{ ret: ret.id, open: [] }],
        files: 5,
        credits: 1,
        erased: false,
      })),
    )
    expect(await leftIn(desk.db, org)).toEqual(before)
  })

  test('is found by telephone and customer id as well, and by nothing that is empty', async () => {
    const found = async (person: object) =>
      ok(await eraseShopper(desk, owner, { ...person, preview: true })).orders.length
    expect(await found({ phone: '0049 (0)30/555 0177' })).toBe(2)
    expect(await found({ customerId: SECRET_CUSTOMER })).toBe(2)
    expect(await found({ email: 'secret.billing@example.com' })).toBe(2)
    expect(await found({ email: 'nobody@example.com' })).toBe(0)
    expect(await eraseShopper(desk, owner, { email: ' ' })).toMatchObject({ code: 'invalid' })
  })

  test('asks somebody who may: only owners do', async () => {
    expect(await eraseShopper(desk, kit.as('agent'), { email })).toMatchObject({ code: 'forbidden' })
    expect(ok(await eraseShopper(desk, kit.as('owner', { shops: [] }), { email })).orders).toEqual([])
  })

  test('what stops in the middle goes on when it is asked for again', async () => {
    let drawn = 0
    const dying: Desk = {
      ...desk,
      fresh: () => {
        if (++drawn === 4) throw new Error('The lights went out.')
        return desk.fresh()
      },
    }
    await expect(eraseShopper(dying, owner, { email })).rejects.toThrow('lights')
    const halfway = ok(await eraseShopper(desk, owner, { email, preview: true })).orders
    expect(halfway).toHaveLength(1)
    const stuck: Desk = {
      ...desk,
      store: {
        ...desk.store,
        delete: async () => {
          throw new Error('The shelf is locked.')
        },
      },
    }
    await expect(eraseShopper(stuck, owner, { email })).rejects.toThrow('shelf')
    expect(await Promise.all([...one.shown, ...two.shown].map(opens))).not.toContain(true)
  })

  test('is gone from every table, and from the shelf', async () => {
    ok(await eraseShopper(desk, owner, { email }))
    expect(await leftIn(desk.db, org)).toEqual({})
    expect((await run('select id from files where org_id = $1 and withdrawn_at is not null', org)).rows).toEqual([])
    const shelf = await Promise.all(one.shown.map(id => desk.store.get(`org/${org}/${id}-full.jpg`).catch(() => null)))
    expect(shelf.filter(Boolean)).toEqual([])
  })

  test('leaves every cent, piece and state as it was, and the log that folds to the row', async () => {
    for (const before of [one, two]) {
      const after = await rowOf(before.ret)
      expect(strands(after.ret)).toEqual(strands(before.ret))
      expect(after.ret).toMatchObject({
        version: before.ret.version + 1,
        grants: before.ret.grants.map(({ figure }) => ({ figure })),
        payouts: before.ret.payouts.map(({ amount, state, reference }) => ({ amount, state, reference })),
        marks: { erased: { by: { role: 'owner' } } },
      })
      const around = { shop, policy: null, siblings: [] }
      expect(inAll(after.ret, { ...around, order: after.order })).toEqual(
        inAll(before.ret, { ...around, order: before.order }),
      )
      const log = await eventsOf(desk.db, org, before.ret.id)
      expect(
        evolveAll(
          null,
          log.map(({ id: _id, sequence: _sequence, ...event }) => event),
        ),
      ).toEqual(after.ret)
      expect(log.map(event => event.sequence)).toEqual(log.map((_, place) => place + 1))
      expect(log.at(-1)).toMatchObject({ type: 'person.erased', cause: expect.stringMatching(/^erasure:/) })
    }
    const { rows } = await booked()
    expect(rows.every(row => Number(row.spoken) <= Number(row.captured))).toBe(true)
    const credits = await run('select customer, amount from credits where org_id = $1', org)
    expect(credits.rows).toEqual([1, 2].map(() => ({ customer: ERASED, amount: 5_000 })))
  })

  test('tells those who listen that it happened', async () => {
    const { rows } = await run(
      'select from outbox where org_id = $1 and return_id = $2 and to_sequence = $3',
      org,
      one.ret.id,
      one.ret.version + 1,
    )
    expect(rows).toHaveLength(1)
  })

  test('is no longer found, while the order and the return are by their numbers', async () => {
    for (const text of [SECRET_EMAIL, 'secretwinter', 'SECRET-9']) {
      expect(ok(await list(desk, owner, { text })).rows).toEqual([])
      expect(ok(await listOrders(desk, owner, { text, limit: 10 })).rows).toEqual([])
    }
    expect(ok(await list(desk, owner, { text: one.ret.number })).rows).toHaveLength(1)
    expect(ok(await listOrders(desk, owner, { text: one.order.refs.number, limit: 10 })).rows).toHaveLength(1)
  })

  test('leaves a line in the audit that only who knows the address finds again', async () => {
    const lines = await listAudit(desk.db, org, { subject: one.order.id, limit: 10 })
    const line = lines.find(entry => entry.what === 'person.erased')
    expect(line).toMatchObject({ detail: { person: expect.stringMatching(/^[0-9a-f]{64}$/), returns: [one.ret.id] } })
    expect(JSON.stringify(lines)).not.toMatch(/secret/i)
  })

  test('does not come back with what the shop sends again, nor with a repeated request', async () => {
    expect(ok(await enterOne(desk, owner, shop.id, one.input))).toMatchObject({ outcome: 'unchanged' })
    const later = { ...one.input, tags: ['vip'] }
    expect(ok(await enterOne(desk, owner, shop.id, later))).toMatchObject({
      outcome: 'updated',
      order: { tags: ['vip'] },
    })
    const repeated = ok(await enterOne(desk, owner, shop.id, one.input, { key: one.key }))
    expect(repeated).toMatchObject({ outcome: 'created', order: { customer: { lastName: ERASED } } })
    expect(await leftIn(desk.db, org)).toEqual({})
  })

  test('twice is fine, and adds nothing', async () => {
    const { ret } = await rowOf(one.ret)
    expect(ok(await eraseShopper(desk, owner, { email })).orders).toEqual([])
    const again = ok(await eraseShopper(desk, owner, { customerId: SECRET_CUSTOMER }))
    expect(again.orders).toEqual([])
    expect((await rowOf(one.ret)).ret).toEqual(ret)
  })

  test('who buys again is a customer like any other', async () => {
    const again = await kit.order(secretPerson())
    expect(ok(await eraseShopper(desk, owner, { email, preview: true })).orders.map(({ order }) => order)).toEqual([
      again.id,
    ])
    expect(ok(await eraseShopper(desk, owner, { email })).orders).toMatchObject([{ erased: true }])
    expect(ok(await findOrder(desk, owner, again.id))).toMatchObject({ customer: { firstName: ERASED }, country: 'DE' })
  })

  test('whoever files at the same moment is either waited for, or names nobody', async () => {
    for (let round = 0; round < 8; round++) {
      const order = await kit.order(secretPerson())
      const [erased, filed] = await Promise.all([eraseShopper(desk, owner, { email }), kit.file(order)])
      const { ret, order: after } = await rowOf(filed)
      const was = refused(erased) ? false : (erased.orders[0]?.erased ?? false)
      expect(ret.contact.lastName === ERASED, `round ${round}`).toBe(was)
      expect(after.customer.lastName === ERASED).toBe(was)
      await kit.act(filed, { verb: 'reject', reason: 'Worn.' })
      ok(await eraseShopper(desk, owner, { email }))
    }
    expect(await leftIn(desk.db, org)).toEqual({})
  })

  test('in somebody else’s house the same address is untouched', async () => {
    const { rows } = await run('select doc from orders where org_id = $1', stranger.org)
    expect(rows).toEqual([{ doc: stranger.order }])
  })
})
