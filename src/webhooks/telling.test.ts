import { Webhook } from 'standardwebhooks'
import { beforeEach, describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { openReceiver, type Receiver } from '../../test/kit/receiver.ts'
import { openTellingKit, plainFormat, SECRET } from '../../test/kit/telling.ts'
import type { Endpoint } from '../core/push.ts'
import type { Return } from '../core/return/return.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { listAudit } from '../db/audit.ts'
import { takeDeliveries } from '../db/deliveries.ts'
import { deleteEndpoint, lockEndpoint, updateEndpoint } from '../db/endpoints.ts'
import { query } from '../db/pool.ts'
import { eventsOf } from '../db/return-events.ts'
import { findReturn } from '../db/returns.ts'
import { transaction } from '../db/transaction.ts'

const kit = await openKit()
const { desk, org, clock } = kit
const { telling, rounds, endpoint, state, deliveries, attempts, log, figures } = openTellingKit(kit)

type Said = { id: string; type: string; sequence: number; attempt: number; return: Return }
const said = (receiver: Receiver): Said[] => receiver.heard.map(({ body }) => JSON.parse(body) as Said)
const saidOf = (receiver: Receiver, ret: Return): Said[] => said(receiver).filter(one => one.return.id === ret.id)
const isInOrder = (numbers: readonly number[]) =>
  numbers.every((number, place) => place === 0 || number >= (numbers[place - 1] ?? 0))

/** A return that has been through a few acts. */
async function aReturn(): Promise<Return> {
  const ret = await kit.file(await kit.order(), 1)
  return (await kit.act(ret, { verb: 'approve', handling: 'keep' })).ret
}

/** Nobody else listens while a test looks at its own receiver. */
async function alone(receiver: Receiver, more: Parameters<typeof endpoint>[1] = {}) {
  await rounds()
  await query(desk.db, { text: 'delete from endpoints where org_id = $1', values: [org] })
  return endpoint(receiver.url, more)
}

/** Goods can only be sent back for some weeks, and some tests let more go by. */
const NOON = clock.now
beforeEach(() => {
  clock.now = NOON
})

const forward = (ms: number) => {
  clock.now = instantOf(epochMs(clock.now) + ms)
}

describe('news', () => {
  test('reaches an endpoint signed, with every event once, in order, and the return as it stood right after each', async () => {
    const receiver = await openReceiver()
    const till = await alone(receiver)
    const ret = await aReturn()
    await rounds()
    const events = await eventsOf(desk.db, org, ret.id)
    expect(events.length).toBeGreaterThan(2)
    expect(said(receiver).map(({ id, type, sequence }) => ({ id, type, sequence }))).toEqual(
      events.map(({ id, type, sequence }) => ({ id, type, sequence })),
    )
    for (const { sequence, return: told } of said(receiver)) expect(told.version).toBe(sequence)
    expect(said(receiver).at(-1)?.return).toEqual(JSON.parse(JSON.stringify(await findReturn(desk.db, org, ret.id))))
    expect(said(receiver)[0]?.return.request.state).toBe('submitted')
    expect((await deliveries(till)).map(row => [row.state, row.attempts])).toEqual(events.map(() => ['done', 1]))
    expect(await attempts(till)).toEqual(
      events.map(() => ({
        attempt: 1,
        at: clock.now,
        status: 204,
        latency_ms: expect.any(Number),
        error: null,
        answer: null,
      })),
    )
    expect(figures).toContainEqual({ format: 'native', outcome: 'heard', latencyMs: expect.any(Number) })
  })

  test('carries a signature the library accepts, with the event’s id', async () => {
    const receiver = await openReceiver()
    await alone(receiver)
    const ret = await aReturn()
    // The library compares with the real clock.
    clock.now = instantOf(Date.now())
    await rounds()
    const events = await eventsOf(desk.db, org, ret.id)
    for (const [place, { body, headers }] of receiver.heard.entries()) {
      expect(new Webhook(SECRET).verify(body, headers)).toEqual(JSON.parse(body))
      expect(headers['webhook-id']).toBe(events[place]?.id)
    }
  })

  test('is signed with both secrets while one takes the place of the other', async () => {
    const fresh = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const receiver = await openReceiver()
    const till = await alone(receiver, { state: 'off' })
    await transaction(desk.db, tx =>
      updateEndpoint(tx, { ...till, state: 'on' }, JSON.stringify([fresh, SECRET]), clock.now),
    )
    await aReturn()
    clock.now = instantOf(Date.now())
    await rounds()
    const [first] = receiver.heard
    for (const secret of [fresh, SECRET])
      expect(() => new Webhook(secret).verify(first?.body ?? '', first?.headers ?? {})).not.toThrow()
  })

  test('goes only to endpoints that want it: by type, strand, shop, switched on, and made before it happened', async () => {
    const wishes: Record<string, Partial<Endpoint>> = {
      all: {},
      one: { events: ['request.approved'] },
      strand: { events: ['request.*', 'return.submitted'] },
      here: { shops: [kit.shop.id] },
      elsewhere: { shops: [desk.fresh()] },
      off: { state: 'off' },
      later: { createdAt: '2126-01-01T00:00:00.000Z' as Instant },
    }
    await alone(await openReceiver())
    const receivers = new Map<string, Receiver>()
    for (const [name, wish] of Object.entries(wishes)) {
      const receiver = await openReceiver()
      receivers.set(name, receiver)
      await endpoint(receiver.url, wish)
    }
    const ret = await aReturn()
    await rounds()
    const types = (await eventsOf(desk.db, org, ret.id)).map(({ type }) => type)
    const told = (name: string) => said(receivers.get(name)!).map(({ type }) => type)
    expect(told('all')).toEqual(types)
    expect(told('one')).toEqual(['request.approved'])
    expect(told('strand')).toEqual(types.filter(type => /^request\.|^return\.submitted/.test(type)))
    expect(told('here')).toEqual(types)
    for (const name of ['elsewhere', 'off', 'later']) expect(told(name)).toEqual([])
  })

  test('of one organisation is nothing to another', async () => {
    const receiver = await openReceiver()
    await alone(receiver)
    const other = await kit.stranger()
    await query(desk.db, { text: 'update endpoints set org_id = $1 where org_id = $2', values: [other.org, org] })
    await aReturn()
    await rounds()
    expect(receiver.heard).toEqual([])
    const { rows } = await query(desk.db, { text: 'select from outbox' })
    expect(rows).toEqual([])
    await query(desk.db, { text: 'delete from endpoints where org_id = $1', values: [other.org] })
  })

  test('is relayed whole or not at all, and once, however many relay at the same time', async () => {
    const receiver = await openReceiver()
    const till = await alone(receiver)
    const second = openTellingKit(kit)
    const rets = await Promise.all(Array.from({ length: 8 }, aReturn))
    await Promise.all([rounds(), second.rounds(), rounds()])
    await rounds()
    const events = (await Promise.all(rets.map(ret => eventsOf(desk.db, org, ret.id)))).flat()
    expect((await deliveries(till)).length).toBe(events.length)
    expect(
      said(receiver)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(events.map(({ id }) => id).toSorted())
    for (const ret of rets) expect(isInOrder(saidOf(receiver, ret).map(({ sequence }) => sequence))).toBe(true)
  })

  test('that a format has no word for is dropped without an attempt, and what comes after it goes on', async () => {
    const receiver = await openReceiver()
    const { rounds: go, figures: counted } = openTellingKit(kit, {
      formats: {
        native: {
          ...plainFormat,
          write: (news, to) => (news.event.type === 'units.held' ? null : plainFormat.write(news, to)),
        },
      },
    })
    const till = await alone(receiver)
    await aReturn()
    await go()
    const rows = await deliveries(till)
    expect(rows.filter(row => row.state === 'dropped').map(row => row.type)).toEqual(['units.held'])
    expect(rows.filter(row => row.state === 'done')).toHaveLength(rows.length - 1)
    expect(await attempts(till)).toHaveLength(rows.length - 1)
    expect(counted.map(({ outcome }) => outcome)).toContain('dropped')
  })
})

describe('a refusal', () => {
  test('twice, then accepted: three attempts with their pauses, and nothing about the return overtakes', async () => {
    let refusals = 2
    const receiver = await openReceiver(() => (refusals-- > 0 ? 500 : 200))
    const till = await alone(receiver)
    const ret = await aReturn()
    await rounds()
    expect(said(receiver).map(({ sequence }) => sequence)).toEqual([1])
    forward(4_999)
    await rounds()
    expect(receiver.heard).toHaveLength(1)
    forward(1)
    await rounds()
    expect(said(receiver).map(({ sequence, attempt }) => [sequence, attempt])).toEqual([
      [1, 1],
      [1, 2],
    ])
    expect(await state(till)).toMatchObject({ failures: 2, failingSince: expect.any(String) })
    forward(300_000)
    await rounds()
    const events = await eventsOf(desk.db, org, ret.id)
    expect(said(receiver).map(({ sequence }) => sequence)).toEqual([1, 1, ...events.map(({ sequence }) => sequence)])
    expect(
      new Set(receiver.heard.filter(({ status }) => status === 500).map(({ headers }) => headers['webhook-id'])).size,
    ).toBe(1)
    expect((await attempts(till)).slice(0, 3)).toMatchObject([
      { attempt: 1, status: 500, error: 'It answered 500 Internal Server Error.' },
      { attempt: 2, status: 500 },
      { attempt: 3, status: 200, error: null },
    ])
    expect(await state(till)).toMatchObject({ failures: 0, failingSince: null })
  })

  test('holds up its own return and no other', async () => {
    const [bad, good] = [await aReturn(), await aReturn()]
    const receiver = await openReceiver(({ body }) => (body.includes(bad.id) ? 500 : 200))
    await alone(receiver)
    await kit.act(bad, { verb: 'note', note: 'One.' })
    await kit.act(bad, { verb: 'note', note: 'Two.' })
    await kit.act(good, { verb: 'note', note: 'One.' })
    await rounds()
    expect(saidOf(receiver, bad).map(({ return: told }) => told.note)).toEqual(['One.'])
    expect(saidOf(receiver, good)).toHaveLength(1)
    await kit.act(bad, { verb: 'note', note: 'Three.' })
    await rounds()
    expect(saidOf(receiver, bad)).toHaveLength(1)
  })

  test('with Retry-After is taken at its word', async () => {
    const receiver = await openReceiver((_, response) => {
      response.writeHead(429, { 'retry-after': '90' }).end('Slowly.')
      return null
    })
    const till = await alone(receiver)
    const ret = await kit.file(await kit.order(), 1)
    await rounds()
    const rows = await deliveries(till)
    expect(rows[0]).toMatchObject({ state: 'waiting', next_at: instantOf(epochMs(clock.now) + 90_000) })
    expect((await attempts(till))[0]).toMatchObject({ status: 429, answer: 'Slowly.' })
    expect(ret.id).toBe(rows[0]?.return_id)
  })

  test('is logged with the beginning of the answer, as text', async () => {
    const receiver = await openReceiver((_, response) => {
      response
        .writeHead(400)
        .end(Buffer.concat([Buffer.from('No\u0000\u001b[31m: é '), Buffer.from([0xff]), Buffer.alloc(5000, 'x')]))
      return null
    })
    const till = await alone(receiver)
    await kit.file(await kit.order(), 1)
    await rounds()
    const [attempt] = await attempts(till)
    expect(attempt?.answer).toHaveLength(1024)
    expect(attempt?.answer).toMatch(/^No \[31m: é \uFFFDx+$/)
  })

  test('for a day, then accepted: everything arrives, in order, and the endpoint stays on', async () => {
    let isDown = true
    const receiver = await openReceiver(() => (isDown ? 500 : 200))
    const till = await alone(receiver, { concurrency: 3 })
    const rets: Return[] = []
    for (let hour = 0; hour < 24; hour++) {
      if (hour % 6 === 0) rets.push(await aReturn())
      else await kit.act(rets[0]!, { verb: 'note', note: `Hour ${hour}` })
      await rounds()
      forward(3_600_000)
    }
    isDown = false
    receiver.heard.length = 0
    for (let hour = 0; hour < 24; hour++) {
      forward(3_600_000)
      await rounds()
    }
    const rows = await deliveries(till)
    expect(new Set(rows.map(row => row.state))).toEqual(new Set(['done']))
    for (const ret of rets) {
      const events = await eventsOf(desk.db, org, ret.id)
      expect(saidOf(receiver, ret).map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence))
    }
    expect(await state(till)).toMatchObject({ state: 'on', failures: 0 })
  })

  test('for three days: the message is dead, the endpoint off with notice, what waits goes on when it is on again', async () => {
    const receiver = await openReceiver(() => 503)
    const till = await alone(receiver)
    const ret = await aReturn()
    const total = (await eventsOf(desk.db, org, ret.id)).length
    for (let step = 0; step < 12; step++) {
      await rounds()
      clock.forward(24)
    }
    const rows = await deliveries(till)
    expect(rows.map(row => row.state)).toEqual(['dead', ...Array.from({ length: total - 1 }, () => 'waiting')])
    expect(rows[0]?.attempts).toBe(10)
    expect(receiver.heard).toHaveLength(10)
    const off = await state(till)
    expect(off).toMatchObject({
      state: 'off',
      why: expect.stringMatching(/Nothing has been accepted since .*503 Service Unavailable/),
    })
    const [notice] = await listAudit(desk.db, org, { subject: till.id, limit: 5 })
    expect(notice).toMatchObject({
      what: 'webhook.switched_off',
      actor: { name: 'Backhaul' },
      detail: { why: off.why },
    })
    expect(log).toContainEqual(
      expect.objectContaining({ level: 'warn', endpoint: till.id, message: 'An endpoint was switched off' }),
    )
    await transaction(desk.db, async tx => {
      const stored = await lockEndpoint(tx, org, till.id)
      await updateEndpoint(
        tx,
        { ...off, state: 'on', why: null, failures: 0, failingSince: null },
        stored?.sealed ?? '',
        clock.now,
      )
    })
    receiver.answer = () => 200
    receiver.heard.length = 0
    await rounds()
    expect(said(receiver).map(({ sequence }) => sequence)).toEqual(rows.slice(1).map(row => row.sequence))
  })

  test('of one message alone, to the end, leaves the endpoint on and lets the next one go', async () => {
    const [bad, good] = [await aReturn(), await aReturn()]
    const receiver = await openReceiver(({ body }) => (body.includes('Poison') ? 400 : 200))
    const till = await alone(receiver)
    await kit.act(bad, { verb: 'note', note: 'Poison' })
    await kit.act(bad, { verb: 'note', note: 'Cure' })
    for (let step = 0; step < 12; step++) {
      await kit.act(good, { verb: 'note', note: `Day ${step}` })
      await rounds()
      clock.forward(24)
    }
    expect(await state(till)).toMatchObject({ state: 'on', failures: 0 })
    expect((await deliveries(till)).filter(row => row.return_id === bad.id).map(row => row.state)).toEqual([
      'dead',
      'done',
    ])
    expect(saidOf(receiver, bad).at(-1)?.return.note).toBe('Cure')
  })

  test('with 410 Gone switches the endpoint off at once, and loses nothing', async () => {
    const receiver = await openReceiver(() => 410)
    const till = await alone(receiver, { concurrency: 1 })
    await aReturn()
    await rounds()
    expect(receiver.heard).toHaveLength(1)
    expect(await state(till)).toMatchObject({ state: 'off', why: expect.stringContaining('410 Gone') })
    expect(new Set((await deliveries(till)).map(row => row.state))).toEqual(new Set(['waiting']))
    clock.forward(100)
    await rounds()
    expect(receiver.heard).toHaveLength(1)
  })

  test('of our own making is put off and held against nobody', async () => {
    const receiver = await openReceiver()
    const { rounds: go, log: lines } = openTellingKit(kit, {
      formats: {
        native: {
          ...plainFormat,
          write: () => {
            throw new Error('No words')
          },
        },
      },
    })
    const till = await alone(receiver)
    await kit.file(await kit.order(), 1)
    for (let step = 0; step < 12; step++) {
      await go()
      clock.forward(24)
    }
    expect(await state(till)).toMatchObject({ state: 'on', failures: 0 })
    expect((await attempts(till))[0]).toMatchObject({
      error: 'The message could not be written: No words.',
      status: null,
    })
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'A message could not be written' }))
    expect((await deliveries(till)).at(0)?.state).toBe('dead')
  })
})

describe('many at once', () => {
  test('no more are under way than the endpoint bears, over all workers, and never two about one return', async () => {
    const underWay = new Map<string, number>()
    let mostOfOne = 0
    const receiver = await openReceiver(async ({ body }) => {
      const { return: ret } = JSON.parse(body) as Said
      underWay.set(ret.id, (underWay.get(ret.id) ?? 0) + 1)
      mostOfOne = Math.max(mostOfOne, ...underWay.values())
      await new Promise(resolve => setTimeout(resolve, 5))
      underWay.set(ret.id, (underWay.get(ret.id) ?? 0) - 1)
      return 200
    })
    const till = await alone(receiver, { concurrency: 4 })
    const second = openTellingKit(kit)
    const rets = await Promise.all(Array.from({ length: 12 }, aReturn))
    await Promise.all([rounds(), second.rounds()])
    await rounds()
    expect(receiver.mostAtOnce).toBeGreaterThan(1)
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(4)
    expect(mostOfOne).toBe(1)
    const ids = said(receiver).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe((await deliveries(till)).length)
    for (const ret of rets) expect(isInOrder(saidOf(receiver, ret).map(({ sequence }) => sequence))).toBe(true)
  })

  test('a receiver that hangs holds up nobody else', async () => {
    const hanging = await openReceiver(() => new Promise(() => {}))
    const quick = await openReceiver()
    const one = openTellingKit(kit, { mostInHand: 8 })
    await alone(hanging, { concurrency: 50 })
    const till = await endpoint(quick.url)
    await Promise.all(Array.from({ length: 10 }, aReturn))
    while ((await one.telling.round()) > 0);
    await expect
      .poll(
        async () => {
          await one.telling.round()
          return new Set((await deliveries(till)).map(row => row.state))
        },
        { timeout: 20_000 },
      )
      .toEqual(new Set(['done']))
    expect(hanging.mostAtOnce).toBe(2)
    await one.telling.stop(0)
    hanging.answer = () => 200
  })

  test('one that answers badly again and again is tried with one message at a time', async () => {
    const receiver = await openReceiver(() => 500)
    const till = await alone(receiver, { failures: 0, concurrency: 10 })
    await Promise.all(Array.from({ length: 10 }, aReturn))
    await rounds()
    expect((await state(till)).failures).toBe(10)
    receiver.mostAtOnce = 0
    forward(5_500)
    await rounds()
    expect(receiver.mostAtOnce).toBe(1)
  })
})

describe('a worker', () => {
  test('that was killed with messages in its hands: they come back when their time is over', async () => {
    const receiver = await openReceiver()
    const till = await alone(receiver, { concurrency: 2 })
    const ret = await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'note', note: 'Kept.' })
    const dead = openTellingKit(kit, { formats: { native: { ...plainFormat, sign: () => ({}) } } })
    await dead.telling.stop()
    await dead.telling.round()
    await relayOnly()
    const until = instantOf(epochMs(clock.now) + 75_000)
    const [taken] = await transaction(desk.db, tx =>
      takeDeliveries(tx, org, till.id, { now: clock.now, until, concurrency: 2, ahead: 2, mine: 0, limit: 1 }),
    )
    expect(taken).toMatchObject({ ret: ret.id, sequence: 1, attempt: 1 })
    await rounds()
    expect(receiver.heard).toEqual([])
    forward(75_000)
    await rounds()
    expect(said(receiver).map(({ sequence, attempt }) => [sequence, attempt])).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ])
  })

  test('that stops waits for answers, and gives back what it cannot wait for', async () => {
    const receiver = await openReceiver(() => new Promise(() => {}))
    const till = await alone(receiver)
    const stopping = openTellingKit(kit)
    await kit.file(await kit.order(), 1)
    await stopping.telling.round()
    await expect.poll(() => receiver.mostAtOnce).toBe(1)
    await stopping.telling.stop(20)
    const rows = await deliveries(till)
    expect(rows[0]).toMatchObject({ state: 'waiting', attempts: 0, next_at: clock.now })
    expect(await attempts(till)).toEqual([])
    expect(await state(till)).toMatchObject({ failures: 0 })
    receiver.answer = () => 200
    expect(await stopping.telling.round()).toBe(0)
    await rounds()
    expect(new Set((await deliveries(till)).map(row => row.state))).toEqual(new Set(['done']))
  })

  test('whose endpoint is deleted meanwhile goes on', async () => {
    const held = Promise.withResolvers<number>()
    const receiver = await openReceiver(() => held.promise)
    const till = await alone(receiver)
    await kit.file(await kit.order(), 1)
    await telling.round()
    await expect.poll(() => receiver.mostAtOnce).toBe(1)
    await deleteEndpoint(desk.db, org, till.id)
    held.resolve(200)
    await rounds()
    expect(await telling.round()).toBe(0)
  })

  test('that cannot open the secrets of an endpoint says so once and sends nothing unsigned', async () => {
    const receiver = await openReceiver()
    const till = await alone(receiver)
    const locked = openTellingKit(kit, {
      secretsOf: () => {
        throw new Error('Another key')
      },
    })
    await kit.file(await kit.order(), 1)
    await locked.rounds()
    await locked.rounds()
    expect(receiver.heard).toEqual([])
    expect(locked.log.filter(line => line.endpoint === till.id)).toHaveLength(1)
    expect((await deliveries(till)).every(row => row.state === 'waiting' && row.attempts === 0)).toBe(true)
  })
})

/** News becomes deliveries; nobody brings them. */
async function relayOnly(): Promise<void> {
  const { relayNews } = await import('./relay.ts')
  await relayNews(desk.db, org, { now: () => clock.now, fresh: desk.fresh, formats: { native: plainFormat } })
}
