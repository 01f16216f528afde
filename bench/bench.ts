/**
 * How fast the house is, as ratios measured in one run: `npm run bench` (all sizes, half an hour), `npm run bench -- --quick` (up to 100,000 returns),
 * `npm run bench -- --only telling,sweep` (some of it). Absolute numbers move with the machine; the ratios are what is promised.
 */
import { parseArgs } from 'node:util'
import { backup } from './backup.ts'
import { filing } from './filing.ts'
import { imports } from './imports.ts'
import { lists } from './lists.ts'
import { pages } from './pages.ts'
import { reading } from './reading.ts'
import { Report } from './report.ts'
import { sweep } from './sweep.ts'
import { telling } from './telling.ts'
import { type Bench, Workplace } from './workplace.ts'
import { wrongGuesses } from './wrong-guesses.ts'

const SUBJECTS: Record<string, (bench: Bench) => Promise<void>> = {
  filing,
  reading,
  lists,
  telling,
  sweep,
  imports,
  backup,
  guesses: wrongGuesses,
  pages,
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' } },
})
const names = values.only?.split(',') ?? Object.keys(SUBJECTS)
const unknown = names.find(name => !(name in SUBJECTS))
if (unknown !== undefined) {
  console.error(`There is nothing called ${unknown} to measure; there are ${Object.keys(SUBJECTS).join(', ')}.`)
  process.exit(2)
}

const report = new Report()
const place = new Workplace()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void place.leave().finally(() => process.exit(130)))
try {
  for (const name of names) {
    report.begin(name)
    await SUBJECTS[name]?.({ report, place, quick: values.quick === true })
    await place.clear()
  }
} finally {
  await place.clear()
}
console.log(values.json ? report.json() : `\n${report.table()}`)
