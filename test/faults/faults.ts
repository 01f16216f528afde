/**
 * Makes one thing after the other go wrong while people work, measures what callers and receivers notice of it, and looks into the books afterwards:
 * `npm run test:faults`, `-- --short` for seconds instead of minutes, `-- --only frozen,disk` for some of them. Ends with a table, and not with 0 when
 * anything was not as docs/reliability.md promises.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clockJump, receiverDown } from './clock-jump.ts'
import { databaseFrozen, databaseStopped } from './database-gone.ts'
import { diskFull } from './disk-full.ts'
import type { Fault, Finding } from './fault.ts'
import { gatewayTimeOuts } from './gateway-time-outs.ts'
import { hostileReceivers } from './hostile-receivers.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean' },
    only: { type: 'string' },
    seed: { type: 'string' },
    keep: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})

const FAULTS: readonly Fault[] = [
  databaseFrozen,
  databaseStopped,
  diskFull,
  clockJump,
  hostileReceivers,
  receiverDown,
  gatewayTimeOuts,
]

const SEED = Number(values.seed ?? Date.now() % 100_000)
const isShort = values.short ?? false
const say = (line: string): void => void (values.json || console.log(line))

async function happen(fault: Fault): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), `backhaul-${fault.name}-`))
  try {
    const finding = await fault.run({ folder, isShort, seed: SEED })
    if (finding.wrong.length === 0 && !values.keep) await rm(folder, { recursive: true, force: true })
    return finding
  } catch (thrown) {
    return { sentence: `It broke off; see ${folder}.`, wrong: [(thrown as Error).stack ?? String(thrown)] }
  }
}

const chosen = values.only?.split(',')
const unknown = chosen?.filter(name => !FAULTS.some(fault => fault.name === name)) ?? []
if (unknown.length > 0)
  throw new Error(`No such fault: ${unknown.join(', ')}. There are ${FAULTS.map(({ name }) => name).join(', ')}.`)

say(`Seed ${SEED}${isShort ? ', short' : ''}`)
const report: { fault: string; outcome: string; seconds: number; sentence: string; wrong: string[] }[] = []
for (const fault of FAULTS.filter(({ name }) => chosen?.includes(name) ?? true)) {
  const startedMs = performance.now()
  const { sentence, wrong, isSkipped } = await happen(fault)
  const outcome = isSkipped ? 'skipped' : wrong.length === 0 ? 'as promised' : 'WRONG'
  const seconds = Math.round((performance.now() - startedMs) / 1_000)
  report.push({ fault: fault.title, outcome, seconds, sentence, wrong })
  say(`\n${fault.title}: ${outcome} (${seconds} s)\n  ${[sentence, ...wrong.slice(0, 20)].join('\n  ')}`)
}

if (values.json) console.log(JSON.stringify({ seed: SEED, isShort, report }, null, 2))
else {
  say('')
  for (const { fault, outcome, seconds } of report)
    say(`${fault.padEnd(28)} ${outcome.padEnd(12)} ${String(seconds).padStart(4)} s`)
}
// What a fault that broke off has left open may not keep the run from ending.
process.exit(report.every(({ wrong }) => wrong.length === 0) ? 0 : 1)
