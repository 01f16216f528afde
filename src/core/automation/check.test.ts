import { expect, test } from 'vitest'
import { aRule } from '../../../test/kit/automated.ts'
import { aShop } from '../../../test/kit/cast.ts'
import { as, type RuleId } from '../ids.ts'
import { type AutomationRule, type Deed, MOST_RULES } from './automation.ts'
import { checkAutomations } from './check.ts'

const good = aRule('ok', { events: ['request.approved'] }, { verb: 'label' })
const faults = (...rules: AutomationRule[]) => checkAutomations(rules, aShop()).map(({ path }) => path)
const doing = (then: Deed) => faults({ ...good, then })
const AT = 'automations[0]'

test('a good rule has no fault', () => {
  expect(faults(good, { ...good, id: as('ok-2') })).toEqual([])
})

test('rules are told apart by names of their own', () => {
  expect(faults(good, good)).toEqual(['automations[1].id'])
  expect(faults({ ...good, id: as('deadline.ship') })).toEqual([`${AT}.id`])
  expect(faults({ ...good, id: as(' '), name: ' ' })).toEqual([`${AT}.id`, `${AT}.name`])
  const many = Array.from({ length: MOST_RULES + 1 }, (_, place) => ({ ...good, id: as<RuleId>(`r${place}`) }))
  expect(faults(...many)).toEqual(['automations'])
})

test('what sets it off must be able to', () => {
  expect(faults({ ...good, when: { events: [] } })).toEqual([`${AT}.when.events`])
  expect(faults({ ...good, when: { events: ['request.approved'], scans: ['moving'], leg: 'onward' } })).toEqual([
    `${AT}.when.scans`,
    `${AT}.when.leg`,
  ])
  expect(faults({ ...good, when: { events: ['shipment.tracked'], scans: [] } })).toEqual([`${AT}.when.scans`])
  expect(
    faults({ ...good, when: { events: ['message.sent'] }, then: { verb: 'message', text: 'x', to: 'shopper' } }),
  ).toEqual([`${AT}.then`])
})

test('what it asks must be able to hold', () => {
  const asking = (more: Partial<AutomationRule['if']>) => faults({ ...good, if: { state: [], facts: {}, ...more } })
  expect(asking({ state: [{}, { request: [] }] })).toEqual([`${AT}.if.state[0]`, `${AT}.if.state[1].request`])
  expect(asking({ facts: { all: [{ fact: 'price', is: { in: ['x'] } }] } })).toEqual([`${AT}.if.facts.all.0.is`])
  expect(asking({ facts: { not: { any: [{ fact: 'returns_by_customer', is: { atLeast: 3 } }] } } })).toEqual([
    `${AT}.if.facts`,
  ])
})

test('a delay and a priority are whole numbers within bounds', () => {
  expect(faults({ ...good, priority: 1.5, after: { hours: -1, working: false } })).toEqual([
    `${AT}.priority`,
    `${AT}.after.hours`,
  ])
  expect(faults({ ...good, priority: 1_001, after: { hours: 0, working: true } })).toEqual([`${AT}.priority`])
})

test('what it does must say something, and name what the shop has', () => {
  expect(doing({ verb: 'reject', reason: ' ' })).toEqual([`${AT}.then.reason`])
  expect(doing({ verb: 'note', note: '' })).toEqual([`${AT}.then.note`])
  expect(doing({ verb: 'flag', why: '' })).toEqual([`${AT}.then.why`])
  expect(doing({ verb: 'message', text: '', to: 'merchant' })).toEqual([`${AT}.then.text`, `${AT}.then.to`])
  expect(doing({ verb: 'dispose', to: 'scrap', grades: [] })).toEqual([`${AT}.then.grades`])
  expect(doing({ verb: 'tag', tags: [] })).toEqual([`${AT}.then.tags`])
  expect(doing({ verb: 'tag', tags: [as('tag-vip'), as('tag-no')] })).toEqual([`${AT}.then.tags[1]`])
})
