import { said } from '../api/said.ts'
import { refused } from '../core/refusal.ts'
import { type Instant, parseInstant } from '../core/time.ts'
import { MOST_ORDERS, type SimulationWish, simulatePolicy, USUAL_ORDERS } from '../desk/simulate.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, oneOf, text, UsageError, type Values, wholeNumber } from './command.ts'
import { findOrg, findShop, operator } from './find-house.ts'
import { rulesNamed } from './policy-file.ts'
import { simulationPage } from './simulation-page.ts'

const AGAINST = ['then', 'now'] as const

/** Rows of changed decisions on a page that somebody reads. */
const ROWS = 40

export const policySimulate: Command = {
  name: 'policy simulate',
  summary: 'Try a policy on past orders',
  about:
    'Says what a policy would have decided about the newest orders of a shop, beside what was decided: every sold line is asked about on the day it came, and every return that was filed is filed again, with the money that moves. FILE is a policy as JSON or the name of a template. Nothing is written, and it works beside a running server.',
  takes: { name: 'FILE', required: true },
  options: {
    shop: {
      type: 'string',
      value: 'NAME',
      means: 'The shop, by name, number or id; may be left out when there is one',
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    against: {
      type: 'string',
      value: 'WHICH',
      means: 'Compare with the version each order was placed under (then), or with the one that holds now',
      default: 'then',
      words: AGAINST,
    },
    since: { type: 'string', value: 'MOMENT', means: 'Only orders placed then or later, as 2026-01-01 (UTC)' },
    limit: {
      type: 'string',
      value: 'N',
      means: 'How many of the newest orders to look at',
      default: String(USUAL_ORDERS),
    },
    rows: { type: 'string', value: 'N', means: 'How many changed decisions to print', default: String(ROWS) },
  },
  examples: [
    { line: 'backhaul policy simulate policy.json --since 2026-01-01', does: 'What this year would have been.' },
    { line: 'backhaul policy simulate eu --against now', does: 'A template, beside the policy that holds now.' },
    {
      line: 'backhaul policy simulate policy.json --json | jq .summary.changes',
      does: 'For a script; the document is the one of the API.',
    },
  ],

  async run({ positionals, values, config, out }) {
    const [named = ''] = positionals
    const wish = wishOf(values)
    const rows = wholeNumber(values, 'rows', 0, 1_000) ?? ROWS
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const shop = await findShop(house.desk, org.id, text(values, 'shop'))
      const { name, rules } = await rulesNamed(named, shop)
      const simulated = await simulatePolicy(house.desk, operator(org.id), shop.id, {
        ...wish,
        rules,
        progress: orders => out.progress(`${orders} orders …`),
      })
      out.progress('')
      if (refused(simulated)) throw new CommandError(simulated.detail.sentence ?? `It was refused: ${simulated.code}.`)
      out.give(said(simulated))
      const { columns = 100 } = out.stdout as { columns?: number }
      const page = simulationPage(simulated, {
        name,
        shop,
        rows,
        width: Math.min(Math.max(columns, 80), 120),
        paint: out.paint,
      })
      for (const line of page) out.say(line)
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}

function wishOf(values: Values): SimulationWish {
  const since = moment(values)
  const limit = wholeNumber(values, 'limit', 1, MOST_ORDERS)
  return {
    against: oneOf(values, 'against', AGAINST) ?? 'then',
    ...(since && { since }),
    ...(limit !== undefined && { limit }),
  }
}

/** A day alone is its beginning in UTC. */
function moment(values: Values): Instant | null {
  const told = text(values, 'since')
  if (told === undefined) return null
  const at = parseInstant(/^\d{4}-\d\d-\d\d$/.test(told) ? `${told}T00:00:00Z` : told)
  if (at === null)
    throw new UsageError(
      `--since must be a day like 2026-01-01 or a moment like 2026-01-01T09:00:00Z; it is ${JSON.stringify(told)}.`,
    )
  return at
}
