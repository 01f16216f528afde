import { expect, test } from 'vitest'
import { aRule } from '../../test/kit/automated.ts'
import { openKit } from '../../test/kit/desk.ts'
import { as, type RuleId, type TagId } from '../core/ids.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import { automationLog, automationsFor, tryAutomations } from './automations.ts'
import { activatePolicy, draftPolicy } from './policies.ts'
import { changeShop, createShop } from './shops.ts'

const kit = await openKit()
const { desk } = kit
const owner = kit.as('owner')
const shop = kit.shop.id

const approves = aRule(
  'yes',
  { events: ['return.submitted'] },
  { verb: 'approve' },
  { after: { hours: 1, working: false } },
)

function must<T extends object>(answer: T | Refusal): T {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}

test('rules with mistakes are refused by their paths, in a new shop as in an old one', async () => {
  const automations = [{ ...approves, priority: 0.5 }]
  const wish = { name: 'Second', currency: kit.shop.currency, automations }
  const path = 'automations[0].priority'
  expect(await createShop(desk, owner, wish)).toMatchObject({ code: 'invalid', detail: { path, errors: [{ path }] } })
  expect(await changeShop(desk, owner, shop, { automations })).toMatchObject({ code: 'invalid', detail: { path } })
  expect(await tryAutomations(desk, owner, shop, { automations })).toMatchObject({ code: 'invalid', detail: { path } })
})

test('a rule may name a tag that comes with the same change', async () => {
  const tagged = aRule('vip', { events: ['return.submitted'] }, { verb: 'tag', tags: [as('vip')] })
  expect(await changeShop(desk, owner, shop, { automations: [tagged] })).toMatchObject({ code: 'invalid' })
  const tags = [{ id: as<TagId>('vip'), name: 'VIP' }]
  must(await changeShop(desk, owner, shop, { automations: [tagged], tags }))
})

test('the live policy stands in the list with the shop’s own rules', async () => {
  must(await changeShop(desk, owner, shop, { automations: [approves] }))
  const socks = { fact: 'sku' as const, is: { in: ['SOCKS'] } }
  const rule = {
    id: as<RuleId>('socks'),
    name: 'Socks',
    when: socks,
    then: [{ auto: 'approve' as const }],
    priority: 0,
  }
  const draft = must(await draftPolicy(desk, owner, shop, { name: 'Socks', rules: [rule] }))
  expect(must(await automationsFor(desk, owner, shop)).filter(({ origin }) => origin === 'policy')).toEqual([])
  must(await activatePolicy(desk, owner, shop, draft.id, null))
  const list = must(await automationsFor(desk, kit.as('agent'), shop))
  expect([list[0]?.id, list.at(-1)?.id]).toEqual(['socks', 'yes'])
})

test('one return can be tried alone, within the shop it belongs to', async () => {
  must(await changeShop(desk, owner, shop, { automations: [approves] }))
  const ret = await kit.file(await kit.order())
  await kit.file(await kit.order())
  const tried = must(await tryAutomations(desk, owner, shop, { ret: ret.id }))
  expect(tried).toMatchObject([{ ret: ret.id, number: ret.number }])
  expect(tried[0]?.foreseen.find(one => one.rule === 'yes')).toMatchObject({ outcome: 'waits', event: { sequence: 1 } })
  expect(must(await tryAutomations(desk, owner, shop, { returns: 1 }))).toHaveLength(1)
  expect(
    must(await tryAutomations(desk, owner, shop, { automations: [], ret: ret.id }))[0]?.foreseen.map(
      ({ rule }) => rule,
    ),
  ).toEqual(['reminder.answer', 'deadline.answer'])
  const other = must(await createShop(desk, owner, { name: 'Third', currency: kit.shop.currency }))
  expect(await tryAutomations(desk, owner, other.shop.id, { ret: ret.id })).toMatchObject({ code: 'not_found' })
})

test('the log is read by return, rule and state, page by page, and within reach', async () => {
  const all = must(await automationLog(desk, owner, shop, {}))
  expect(all.rows.length).toBeGreaterThan(1)
  expect(must(await automationLog(desk, owner, shop, { states: ['waiting'] })).rows).toHaveLength(all.rows.length)
  expect(must(await automationLog(desk, owner, shop, { states: ['done'] })).rows).toEqual([])
  expect(must(await automationLog(desk, owner, shop, { rule: as('nobody') })).rows).toEqual([])
  const [first] = all.rows
  expect(must(await automationLog(desk, owner, shop, { ret: first?.ret ?? as('') })).rows).toEqual([first])
  const page = must(await automationLog(desk, owner, shop, { limit: 1 }))
  const rest = must(await automationLog(desk, owner, shop, { ...(page.next && { after: page.next }) }))
  expect([...page.rows, ...rest.rows]).toEqual(all.rows)
  const elsewhere = { ...owner, shops: [] }
  for (const asked of [automationsFor, automationLog])
    expect(await asked(desk, elsewhere, shop, {})).toMatchObject({ code: 'not_found' })
  expect(await automationsFor(desk, kit.as('warehouse'), shop)).toMatchObject({ code: 'forbidden' })
})
