/** What happens by itself in a shop: every rule in one list, trying rules out, and what came of those that were set off. The shop's own are settings of the shop. */
import type { FastifyRequest } from 'fastify'
import type { AutomationRule } from '../../core/automation/automation.ts'
import { describe } from '../../core/automation/describe.ts'
import { FORESEEN } from '../../core/automation/dry-run.ts'
import { as, type ReturnId, type RuleId, type ShopId } from '../../core/ids.ts'
import { automationLog, automationsFor, type LogWish, type Tried, tryAutomations } from '../../desk/automations.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, answered, type Door, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { said } from '../said.ts'
import {
  AutomationList,
  AutomationLog,
  AutomationLogQuery,
  AutomationTrial,
  AutomationTrialInput,
} from '../wire/automation.ts'
import { id } from '../wire/fields.ts'

const TAG = 'Automation'

export function automationRoutes(app: App, { desk }: Door): void {
  app.get('/v1/shops/:shop/automations', list, async (request, reply) =>
    answered(reply, await automationsFor(desk, request.apiCaller, shopIn(request)), rules => ({
      data: rules.map(rule => said({ ...rule, sentence: describe(rule) })),
    })),
  )
  app.post('/v1/shops/:shop/automations/dry_run', dryRun, async (request, reply) => {
    const { automations, returns, ret } = hear<Trial>(AutomationTrialInput, request.body)
    const trial = { ...(automations && { automations }), ...(returns && { returns }), ...(ret && { ret }) }
    return answered(reply, await tryAutomations(desk, request.apiCaller, shopIn(request), trial), tried => ({
      data: said(tried),
      rules: counted(tried),
    }))
  })
  app.get('/v1/shops/:shop/automation_log', log, async (request, reply) =>
    answered(reply, await automationLog(desk, request.apiCaller, shopIn(request), wishIn(request)), page =>
      sayPage(
        LIST,
        page,
        ({ org: _org, shop: _shop, key: _key, priority: _priority, until, finishedAt, ...entry }) => ({
          ...(said({ ...entry, finishedAt }) as object),
          next_at: finishedAt === null ? until : null,
          state: entry.state === 'taken' ? 'waiting' : entry.state,
        }),
      ),
    ),
  )
}

const params = exactly({ shop: id('The shop.') })

const list = reading(TAG, {
  operationId: 'listAutomations',
  summary: 'List everything that happens by itself',
  description:
    'What policy decides, how each wait ends, and the shop’s own rules, in the order in which they get their turn. Rules of its own are written in the shop’s settings, as `automations`.',
  params,
  response: { 200: answer(AutomationList, 'The list.') },
})
const dryRun = reading(TAG, {
  operationId: 'checkAutomations',
  summary: 'Try rules out on the last returns',
  description:
    'Says which rules would have been set off along the lives of the last returns, and what would have come of each as the return then stood. Nothing is changed by asking, so no key is needed.',
  params,
  body: ref(AutomationTrialInput),
  response: { 200: answer(AutomationTrial, 'What would have happened.') },
})
const log = reading(TAG, {
  operationId: 'listAutomationLog',
  summary: 'See what rules did',
  description: 'Every rule that was set off, the newest first: what it made happen, or why nothing was done.',
  params,
  querystring: AutomationLogQuery,
  response: { 200: answer(AutomationLog, 'One page.') },
})

type Trial = { automations?: AutomationRule[]; returns?: number; ret?: ReturnId }
type Query = { return?: string; rule?: string; state?: LogWish['states']; limit?: number; after?: string }

const LIST = 'automation_log'

const shopIn = (request: FastifyRequest): ShopId => (request.params as { shop: string }).shop.toLowerCase() as ShopId

function wishIn(request: FastifyRequest): LogWish {
  const { return: ret, rule, state, limit = 20, after } = request.query as Query
  return {
    ...(ret !== undefined && { ret: ret.toLowerCase() as ReturnId }),
    ...(rule !== undefined && { rule: as<RuleId>(rule) }),
    ...(state && { states: state }),
    ...placeAfter(LIST, after),
    limit,
  }
}

/** How often each rule did what. */
function counted(tried: readonly Tried[]): object[] {
  const byRule = Map.groupBy(
    tried.flatMap(({ foreseen }) => foreseen),
    ({ rule }) => rule,
  )
  return [...byRule].map(([rule, entries]) => ({
    rule_id: rule,
    ...Object.fromEntries(
      FORESEEN.map(outcome => [outcome, entries.filter(entry => entry.outcome === outcome).length]),
    ),
  }))
}
