import { placedTables, standsInTheWay } from '../db/cluster/cluster.ts'
import { misplaced, type Placed, plan, rulesBroken, type Step } from '../db/cluster/plan.ts'
import { type Pool, query } from '../db/pool.ts'
import { NOTES, readTables, type Table } from '../db/schema.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { NotMigrated, openConfigured } from '../open-house.ts'
import { type Command, CommandError, EXIT, type ExitCode } from './command.ts'
import type { Output } from './output.ts'

export const dbDistribute: Command = {
  name: 'db distribute',
  summary: 'Spread the tables over a Citus cluster',
  about:
    'For installations that have outgrown one machine: makes reference tables of what is looked for before it is known whose it is, and spreads all other tables by organisation, so that everything of one organisation lies on one node. It checks first that the cluster is ready and the tables fit, goes on where an earlier run stopped, and changes nothing that is done already. Stop the servers meanwhile: the rows are copied. Take a backup before. What runs jobs stays on the coordinator.',
  options: { 'dry-run': { type: 'boolean', means: 'Only list what would be done' } },
  examples: [
    {
      line: 'DATABASE_URL=postgres://… backhaul db distribute --dry-run',
      does: 'Which statements would run, in which order.',
    },
    {
      line: 'DATABASE_URL=postgres://… backhaul db distribute',
      does: 'On the coordinator; run it again after an upgrade that brought new tables.',
    },
  ],

  async run({ values, config, out }) {
    const database = await openConfigured(config)
    try {
      const pending = await pendingMigrations(database.pool)
      if (pending.length > 0) throw new NotMigrated(pending)
      // Copying rows takes as long as it takes.
      const patient = await database.openAnother({ statementTimeoutMs: 0, max: 1 })
      try {
        return await distribute(patient, values['dry-run'] === true, out)
      } finally {
        await patient.end()
      }
    } finally {
      await database.close()
    }
  },
}

async function distribute(pool: Pool, dryRun: boolean, out: Output): Promise<ExitCode> {
  const tables = await readTables(pool)
  const obstacle = await standsInTheWay(pool)
  const placed = obstacle === null ? await placedTables(pool) : new Map<string, Placed>()
  const problems = [...(obstacle === null ? [] : [obstacle]), ...rulesBroken(tables), ...misplaced(tables, placed)]
  const steps = plan(tables, placed)
  if (dryRun) return tellPlan(steps, tables, problems, out)
  if (problems.length > 0) throw new CommandError(problems.join('\nbackhaul: '))
  for (const step of steps) {
    out.progress(`${step.kind}  ${step.table}`)
    await query(pool, { text: step.statement, prepare: false })
    out.say(`${step.kind.padEnd(11)}  ${step.table}`)
  }
  if (steps.length === 0) out.say('All tables are where they belong.')
  out.give({ done: steps, local: [NOTES], problems: [] })
  return EXIT.ok
}

function tellPlan(steps: Step[], tables: Table[], problems: string[], out: Output): ExitCode {
  out.give({ planned: steps, local: [NOTES], problems })
  for (const { statement } of steps) out.say(`${statement};`)
  if (steps.length === 0) out.say(`All ${tables.length} tables are where they belong.`)
  for (const problem of problems) out.note(`backhaul: ${problem}`)
  return problems.length > 0 ? EXIT.failed : EXIT.ok
}
