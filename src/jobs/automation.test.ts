import { beforeEach, describe, expect, test } from 'vitest'
import { aRule } from '../../test/kit/automated.ts'
import { openKit } from '../../test/kit/desk.ts'
import type { AutomationRule } from '../core/automation/automation.ts'
import { as, type RuleId, type TagId } from '../core/ids.ts'
import { refused } from '../core/refusal.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import { epochMs, instantOf } from '../core/time.ts'
import { listFirings, type StoredFiring, takeFirings } from '../db/automation.ts'
import { makeDueNow } from '../db/far-off.ts'
import { query } from '../db/pool.ts'
import { eventsOf } from '../db/return-events.ts'
import { act } from '../desk/act.ts'
import type { Desk } from '../desk/desk.ts'
import { findOne } from '../desk/look.ts'
import { activatePolicy, draftPolicy } from '../desk/policies.ts'
import { changeShop } from '../desk/shops.ts'
import { runAutomations } from './automation.ts'
import { runErrands } from './errands.ts'
import { simulatedCarrier } from '../outside/carrier.ts'
import { simulatedGateway } from '../outside/simulated-gateway.ts'
import type { Log } from './log.ts'
import { startWorker } from './worker.ts'

const kit = await openKit()
const { desk, clock, org } = kit
const tags = [{ id: as<TagId>('vip'), name: 'VIP' }]

async function rules(...automations: AutomationRule[]): Promise<void> {
  const changed = await changeShop(desk, kit.as('owner'), kit.shop.id, { automations, tags })
  if (refused(changed)) throw new Error(JSON.stringify(changed.detail))
}

const filed = async (): Promise<Return> => kit.file(await kit.order(), 1)

async function now(ret: Return): Promise<Return> {
  const seen = await findOne(desk, kit.as('owner'), ret.id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret
}

const logOf = (ret: Return): Promise<Recorded[]> => eventsOf(desk.db, org, ret.id)
const entries = async (ret: Return): Promise<StoredFiring[]> =>
  (await listFirings(desk.db, org, { shop: kit.shop.id, ret: ret.id, limit: 100 })).toReversed()
const cameOf = async (ret: Return) => (await entries(ret)).map(({ rule, state }) => `${rule} ${state}`)

/** Works until nothing is due; a loop that finds no end is a loop that would never end. */
async function work(of: Desk = desk): Promise<number> {
  for (let round = 0, all = 0; round < 50; round++) {
    const done = await runAutomations(of)
    if (done === 0) return all
    all += done
  }
  throw new Error('The rules go round and round.')
}

const approves = aRule('yes', { events: ['return.submitted'] }, { verb: 'approve' })

const START = clock.now

/** Every test has the rules and the clock’s hand to itself. */
beforeEach(async () => {
  clock.now = START
  await query(desk.db, { text: `update firings set state = 'done', finished_at = now() where finished_at is null` })
  await rules()
})

describe('a rule that is due', () => {
  test('is carried out once, under its name and for its cause, and the log says what came of it', async () => {
    await rules(approves)
    const ret = await filed()
    expect(await work()).toBe(1)
    const [submitted, , approved] = await logOf(ret)
    expect(approved).toMatchObject({
      type: 'request.approved',
      rule: 'yes',
      cause: `automation:1:${submitted?.id}`,
      by: { role: 'system', name: 'Automation', via: 'job' },
    })
    expect((await now(ret)).marks.approved?.rule).toBe('yes')
    expect(await entries(ret)).toMatchObject([
      {
        rule: 'yes',
        state: 'done',
        event: { id: submitted?.id, sequence: 1, type: 'return.submitted' },
        happened: ['request.approved'],
        depth: 1,
        attempts: 1,
      },
    ])
    expect(await work()).toBe(0)
  })

  test('waits for its delay, and leaves a return alone that has moved on', async () => {
    const rule = aRule('late', { events: ['return.submitted'] }, { verb: 'reject', reason: 'Nobody answered' })
    await rules({
      ...rule,
      after: { hours: 24, working: false },
      if: { state: [{ request: ['submitted'] }], facts: {} },
    })
    const [open, decided] = [await filed(), await filed()]
    await kit.act(decided, { verb: 'approve' })
    expect(await work()).toBe(0)
    clock.forward(24)
    await work()
    expect((await now(open)).request).toMatchObject({ state: 'rejected', reason: 'Nobody answered' })
    expect((await now(decided)).request.state).toBe('approved')
    expect(await entries(decided)).toMatchObject([
      { state: 'passed_over', why: 'It does not stand as wanted: request is approved.' },
    ])
  })

  test('whose delay began while the clock ran ahead waits as long as it was meant to', async () => {
    await rules({ ...approves, after: { hours: 24, working: false } })
    clock.forward(240)
    const ret = await kit.file(await kit.order(), 1)
    clock.forward(-240)
    await makeDueNow(desk.db, clock.now)
    clock.forward(23)
    expect(await work()).toBe(0)
    clock.forward(1)
    await work()
    expect((await now(ret)).request.state).toBe('approved')
  })

  test('that is refused is written down with the sentence and not tried again', async () => {
    await rules(aRule('pays', { events: ['request.approved'] }, { verb: 'refund' }))
    const ret = await filed()
    await kit.act(ret, { verb: 'approve' })
    await work()
    expect(await entries(ret)).toMatchObject([
      { rule: 'pays', state: 'refused', code: 'not_eligible', why: expect.stringContaining('Nothing is payable yet') },
    ])
    clock.forward(1_000)
    expect(await work()).toBe(0)
  })

  test('that was switched off or taken away meanwhile does nothing', async () => {
    const late = { ...approves, after: { hours: 1, working: false } }
    await rules(late)
    const ret = await filed()
    await rules({ ...late, state: 'off' })
    clock.forward(1)
    await work()
    expect(await entries(ret)).toMatchObject([{ state: 'passed_over', why: 'The rule is off or gone.' }])
    expect((await now(ret)).request.state).toBe('submitted')
  })

  test('on trial says what it would do, and does nothing', async () => {
    await rules({ ...approves, state: 'dry_run' })
    const [trial, real] = [await filed(), await filed()]
    await work()
    expect(await entries(trial)).toMatchObject([{ state: 'tried', happened: ['request.approved'] }])
    expect((await now(trial)).version).toBe(trial.version)
    await rules(approves)
    await kit.act(real, { verb: 'message', text: 'x', to: 'shopper' })
    const third = await filed()
    await work()
    expect((await entries(third))[0]?.happened).toEqual((await entries(trial))[0]?.happened)
  })

  test('on trial uses up no turn of a rule that acts once on each return', async () => {
    const once = aRule('once', { events: ['message.sent'] }, { verb: 'approve' }, { once: 'per_return' })
    await rules({ ...once, state: 'dry_run' })
    const ret = await filed()
    const write = () => kit.act(ret, { verb: 'message', text: 'Hello', to: 'merchant' }, 'shopper')
    await write()
    await work()
    expect(await cameOf(ret)).toEqual(['once tried'])
    await rules(once)
    await write()
    await work()
    await write()
    expect(await work()).toBe(0)
    expect(await cameOf(ret)).toEqual(['once done'])
    expect((await now(ret)).request.state).toBe('approved')
  })

  test('sets off others, each a step deeper, and a circle is stopped and flagged', async () => {
    await rules(
      approves,
      aRule('then', { events: ['request.approved'] }, { verb: 'tag', tags: [as('vip')] }),
      aRule('a', { events: ['return.tagged', 'return.flagged'] }, { verb: 'flag', why: 'One' }),
      aRule('b', { events: ['return.flagged'] }, { verb: 'flag', why: 'Two' }),
    )
    const ret = await filed()
    await work()
    const depths = (await entries(ret)).map(({ rule, depth }) => `${rule} ${depth}`)
    expect(depths.slice(0, 3)).toEqual(['yes 1', 'then 2', 'a 3'])
    expect(await cameOf(ret)).toContain('b stopped')
    expect((await now(ret)).flagged).toMatch(/in a circle/)
  })

  test('of two set off by one act the more important goes first', async () => {
    const open = { state: [{ request: ['submitted' as const] }], facts: {} }
    await rules(aRule('low', { events: ['return.submitted'] }, { verb: 'reject', reason: 'No' }, { if: open }), {
      ...approves,
      if: open,
      priority: 9,
    })
    const ret = await filed()
    await work()
    expect((await now(ret)).request.state).toBe('approved')
    expect((await cameOf(ret)).toSorted()).toEqual(['low passed_over', 'yes done'])
  })

  test('that wants money paid puts its name on what the gateway answers', async () => {
    await rules(aRule('pays', { events: ['request.approved'] }, { verb: 'refund', basis: 'asked' }))
    const ret = await filed()
    await kit.act(ret, { verb: 'approve' })
    await work()
    const gateway = simulatedGateway()
    await runErrands(desk, { gateway: () => gateway, carrier: simulatedCarrier() })
    const paid = await now(ret)
    expect(paid.payouts).toMatchObject([{ state: 'done' }])
    expect(paid.marks.refunded?.rule).toBe('pays')
  })
})

describe('the act that sets rules off', () => {
  test('writes them down with its events, or neither', async () => {
    await rules(approves)
    const order = await kit.order()
    const items = [{ line: order.lines[0]?.id ?? as(''), quantity: 1, reason: { code: 'too_small' as const } }]
    const preview = await act(desk, kit.as('shopper'), { order: order.id }, [{ verb: 'submit', items }], {
      preview: true,
    })
    expect(refused(preview)).toBe(false)
    expect(await work()).toBe(0)
  })

  test('writes nothing down where no rule is set off', async () => {
    const ret = await filed()
    await kit.act(ret, { verb: 'approve' })
    expect(await entries(ret)).toEqual([])
  })
})

describe('many workers', () => {
  test('at once fire each rule once', async () => {
    await rules(approves, aRule('note', { events: ['return.submitted'] }, { verb: 'note', note: 'Seen' }))
    const returns = await Promise.all(Array.from({ length: 15 }, filed))
    const other: Desk = { ...desk, db: await kit.database.open({ max: 6 }) }
    await Promise.all([work(), work(other), work(), work(other)])
    for (const ret of returns) {
      const types = (await logOf(ret)).map(event => event.type)
      expect(types.filter(type => type === 'request.approved' || type === 'note.written').toSorted()).toEqual([
        'note.written',
        'request.approved',
      ])
    }
  })

  test('a worker that dies between taking and acting: another one acts when its time is over', async () => {
    await rules(approves)
    const ret = await filed()
    const until = instantOf(epochMs(clock.now) + 60_000)
    expect(await takeFirings(desk.db, org, clock.now, until, 10)).toHaveLength(1)
    expect(await work()).toBe(0)
    clock.forward(1)
    expect(await work()).toBe(1)
    expect((await logOf(ret)).filter(({ rule }) => rule === 'yes')).toHaveLength(1)
    expect(await entries(ret)).toMatchObject([{ state: 'done', attempts: 2 }])
  })

  test('a worker that dies after acting: the log of the return says that it was done', async () => {
    await rules(aRule('says', { events: ['return.submitted'] }, { verb: 'message', text: 'Thank you', to: 'shopper' }))
    const ret = await filed()
    await work()
    const died = `update firings set state = 'taken', taken_until = next_at, finished_at = null, happened = '{}' where return_id = $1`
    await query(desk.db, { text: died, values: [ret.id] })
    expect(await work()).toBe(1)
    expect((await now(ret)).messages).toHaveLength(1)
    expect(await entries(ret)).toMatchObject([{ state: 'done', happened: ['message.sent'] }])
  })

  test('somebody who decides at the same moment is not overruled', async () => {
    const open = { state: [{ request: ['submitted' as const] }], facts: {} }
    await rules({ ...approves, if: open })
    const returns = await Promise.all(Array.from({ length: 8 }, filed))
    await Promise.all([
      work(),
      ...returns.map(ret => act(desk, kit.as('agent'), { ret: ret.id }, [{ verb: 'reject', reason: 'No' }])),
    ])
    await work()
    for (const ret of returns) {
      const types = (await logOf(ret)).map(({ type }) => type)
      expect(types.filter(type => type === 'request.approved').length).toBeLessThanOrEqual(1)
      const at = types.indexOf('request.rejected')
      expect(at >= 0 && types.slice(at).includes('request.approved')).toBe(false)
    }
  })

  test('a fault in one return is tried again later and does not hold up the others', async () => {
    await rules(approves)
    const [broken, fine] = [await filed(), await filed()]
    const said: string[] = []
    const log: Log = { info: () => {}, warn: () => {}, error: (_facts, sentence) => said.push(sentence) }
    await query(desk.db, {
      text: `update returns set doc = (doc::jsonb - 'items')::json where id = $1`,
      values: [broken.id],
    })
    await runAutomations(desk, { log })
    expect((await now(fine)).request.state).toBe('approved')
    expect(said).toEqual(['A rule of automation went wrong; it is tried again later'])
    expect(await entries(broken)).toMatchObject([{ state: 'waiting', attempts: 1, why: expect.any(String) }])
    for (let hour = 0; hour < 20; hour++) {
      clock.forward(1)
      await runAutomations(desk, { log })
    }
    expect(await entries(broken)).toMatchObject([{ state: 'given_up', attempts: 10 }])
  })

  test('the worker of a process does it in its rounds', async () => {
    await rules(approves)
    const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }
    const worker = startWorker(desk, {
      outside: { gateway: () => 'by_hand', carrier: simulatedCarrier() },
      log: quiet,
      idleMs: 20,
      tickMs: 50,
    })
    const ret = await filed()
    await expect.poll(async () => (await now(ret)).request.state, { timeout: 15_000, interval: 50 }).toBe('approved')
    await worker.stop()
  })
})

describe('policy’s automatic effects', () => {
  test('pay once the goods are here, and close once they are paid', async () => {
    const rule = {
      id: as<RuleId>('pays'),
      name: 'Pays',
      when: {},
      then: [{ auto: 'refund' as const }, { auto: 'resolve' as const }, { basis: 'asked' as const }],
      priority: 0,
    }
    const draft = await draftPolicy(desk, kit.as('owner'), kit.shop.id, { name: 'Pays', rules: [rule] })
    if (refused(draft)) throw new Error(JSON.stringify(draft.detail))
    await activatePolicy(desk, kit.as('owner'), kit.shop.id, draft.id, null)
    const ret = await filed()
    await kit.act(ret, { verb: 'approve' })
    expect(await work()).toBe(0)
    const lines = [{ item: ret.items[0]?.id ?? as(''), quantity: 1 }]
    await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines }, 'warehouse')
    await work()
    const gateway = simulatedGateway()
    await runErrands(desk, { gateway: () => gateway, carrier: simulatedCarrier() })
    await work()
    const { marks, request } = await now(ret)
    expect([request.state, marks.refunded?.rule, marks.resolved?.rule]).toEqual(['resolved', 'pays', 'pays'])
    expect(await cameOf(ret)).toEqual(['policy.refund done', 'policy.resolve done'])
  })
})
