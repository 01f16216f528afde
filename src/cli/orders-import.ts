import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { parseCurrency } from '../core/money.ts'
import { FORMATS } from '../imports/formats.ts'
import { type OrderFile, openOrders, type ReadOptions } from '../imports/read-orders.ts'
import { type House, openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, type ExitCode, type Input, oneOf, text, UsageError, type Values } from './command.ts'
import { checking, type Dealt, enterOrders, keeping } from './enter-orders.ts'
import { findOrg, findShop, operator } from './find-house.ts'
import { type Counts, dropNotes, type Fingerprint, fingerprintOf, NOTHING, type Notes, readNotes, writeNotes } from './import-notes.ts'
import type { Output } from './output.ts'
import { progressLine } from './progress.ts'
import { placeOf, reasonsPath, type Rejected, Rejects } from './rejects.ts'
import { askedToStop } from './stop-signals.ts'

export const ordersImport: Command = {
  name: 'orders import',
  summary: 'Enter orders from a file',
  about:
    'Reads the exports of Shopify and WooCommerce, our own CSV format and JSON lines; which one it is shows in the first line. An order that is known already is brought up to date, so running an import twice changes nothing. Rows that cannot be read and orders that are refused are named by line and reason and written, with the header, to a file that can be mended and imported again. It works beside a running server.',
  takes: { name: 'FILE', required: true },
  options: {
    shop: { type: 'string', value: 'NAME', means: 'The shop, by name, number or id; may be left out when there is one' },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    format: { type: 'string', value: 'FORMAT', means: `${FORMATS.join(', ')}`, default: 'read from the first line' },
    currency: { type: 'string', value: 'CODE', means: 'For files that do not name it', default: 'the shop’s' },
    'time-zone': { type: 'string', value: 'ZONE', means: 'For times without an offset, as Europe/Berlin', default: 'the shop’s' },
    decimal: { type: 'string', value: 'SIGN', means: 'The sign before the cents, . or ,', default: 'read from the amounts' },
    rejects: { type: 'string', value: 'FILE', means: 'Where rejected rows go', default: 'FILE.rejects.csv' },
    resume: { type: 'boolean', means: 'Go on where the last import of this file stopped' },
    'dry-run': { type: 'boolean', means: 'Only say what would be rejected' },
  },
  examples: [
    { line: 'backhaul orders import orders.csv', does: 'Into the only shop there is.' },
    { line: 'backhaul orders import orders.csv --dry-run', does: 'What is wrong with the file, without entering anything.' },
    { line: 'backhaul orders import orders.csv --resume', does: 'After Ctrl-C, a crash or a lost database.' },
    { line: 'backhaul orders import orders.csv.rejects.csv --shop Linnea', does: 'The mended rows.' },
  ],

  async run(input) {
    const file = input.positionals[0] ?? ''
    const options = readOptions(input.values)
    const fingerprint = await fingerprintOf(file)
    const house = await openHouse(input.config, { migrate: false })
    try {
      return await importFile(file, fingerprint, options, input, house)
    } finally {
      await house.close()
    }
  },
}

function readOptions(values: Values): ReadOptions {
  const format = oneOf(values, 'format', FORMATS)
  const decimalSign = oneOf(values, 'decimal', ['.', ','] as const)
  const currency = text(values, 'currency')
  const known = currency === undefined ? undefined : parseCurrency(currency.toUpperCase())
  if (known === null) throw new UsageError(`--currency must be a code of ISO 4217 like EUR; it is ${JSON.stringify(currency)}.`)
  const shopTimeZone = text(values, 'time-zone')
  if (shopTimeZone !== undefined && !isZone(shopTimeZone)) throw new UsageError(`--time-zone must be a name like Europe/Berlin; it is ${JSON.stringify(shopTimeZone)}.`)
  return { ...(format && { format }), ...(decimalSign && { decimalSign }), ...(known && { currency: known }), ...(shopTimeZone && { shopTimeZone }) }
}

function isZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}

/** What a script gets to know of rejected rows; the rest stands in the file. */
const MOST_TOLD = 1000
const MOST_SHOWN = 20
const NOTE_EVERY = 200

async function importFile(file: string, fingerprint: Fingerprint, options: ReadOptions, { values, out }: Input, { desk }: House): Promise<ExitCode> {
  const org = await findOrg(desk, text(values, 'org'))
  const shop = await findShop(desk, org.id, text(values, 'shop'))
  const dryRun = values['dry-run'] === true
  const before = await notesFor(file, { fingerprint, shop: shop.id, resume: values.resume === true && !dryRun, out })
  const stream = createReadStream(file)
  const opened = await openOrders(stream, { currency: shop.currency, shopTimeZone: shop.timeZone, ...options, resumeAfterLine: before?.after ?? 0 })
  if ('reason' in opened) throw new CommandError(`${file} cannot be imported: ${opened.reason}`)

  const { asked: _asked, aborted } = askedToStop()
  const enter = dryRun ? checking(desk, shop) : keeping(desk, operator(org.id), shop)
  const run = new Run(file, { fingerprint, shop: shop.id, dryRun, out, before, opened, rejectsPath: rejectsPath(file, values) })
  try {
    for await (const dealt of enterOrders(opened.records, enter, aborted)) await run.take(dealt)
  } catch (fault) {
    await run.stop()
    throw new CommandError(`${(fault as Error).message} ${run.howToGoOn()}`)
  } finally {
    stream.destroy()
  }
  return aborted.aborted ? run.interrupted() : run.end()
}

const rejectsPath = (file: string, values: Values): string => text(values, 'rejects') ?? `${file}.rejects${/^\.(jsonl|ndjson|json)$/i.test(extname(file)) ? extname(file) : '.csv'}`

type Before = { fingerprint: Fingerprint; shop: string; resume: boolean; out: Output }

async function notesFor(file: string, { fingerprint, shop, resume, out }: Before): Promise<Notes | null> {
  const notes = await readNotes(file)
  if (notes === null) {
    if (resume) out.note('There is nothing to go on with; the import starts at the beginning.')
    return null
  }
  if (!resume) {
    out.note(`An earlier import of this file stopped after line ${notes.after}; --resume would go on there. This one starts at the beginning.`)
    return null
  }
  if (JSON.stringify(notes.file) !== JSON.stringify(fingerprint)) throw new CommandError(`${file} is not the file whose import stopped. Run it without --resume.`)
  if (notes.shop !== shop) throw new CommandError('The import that stopped was for another shop. Name that one with --shop, or run it without --resume.')
  return notes
}

type Setup = { fingerprint: Fingerprint; shop: string; dryRun: boolean; out: Output; before: Notes | null; opened: OrderFile; rejectsPath: string }

/** One import under way: counts, notes and rejected rows, kept so that it can stop anywhere. */
class Run {
  readonly #file: string
  readonly #setup: Setup
  readonly #rejects: Rejects
  readonly #told: Omit<Rejected, 'raw'>[] = []
  readonly #startedMs = performance.now()
  #counts: Counts
  #after: number
  #sinceNotes = 0
  #here = 0

  constructor(file: string, setup: Setup) {
    this.#file = file
    this.#setup = setup
    this.#counts = { ...(setup.before?.counts ?? NOTHING) }
    this.#after = setup.before?.after ?? 0
    const { before, opened, rejectsPath: path } = setup
    this.#rejects = new Rejects(path, opened.header, { rows: before?.rejectsBytes ?? 0, reasons: before?.reasonsBytes ?? 0 })
  }

  async take(dealt: Dealt): Promise<void> {
    const { out, dryRun } = this.#setup
    this.#counts[dealt.outcome]++
    this.#here++
    if (dealt.outcome === 'rejected') await this.#reject(dealt.why)
    else for (const warning of dealt.warnings) if (!out.json) out.note(`Line ${dealt.to}: ${warning}`)
    this.#after = dealt.to
    if (!dryRun && ++this.#sinceNotes >= NOTE_EVERY) await this.#note()
    out.progress(progressLine({ done: dealt.bytesRead, all: this.#setup.fingerprint.bytes, orders: this.#here, ms: performance.now() - this.#startedMs, rejected: this.#counts.rejected }))
  }

  async #reject(why: Rejected): Promise<void> {
    const { out } = this.#setup
    if (!this.#setup.dryRun) await this.#rejects.add(why)
    const { raw: _raw, ...told } = why
    if (this.#told.length < MOST_TOLD) this.#told.push({ line: told.line, to: told.to, reason: told.reason, ...(told.path && { path: told.path }) })
    if (!out.json && this.#told.length <= MOST_SHOWN) out.note(`${placeOf(why)}: ${why.reason}`)
    if (!out.json && this.#told.length === MOST_SHOWN + 1) out.note(`… ${this.#setup.dryRun ? 'and more' : `further ones are in ${reasonsPath(this.#rejects.path)}`}`)
  }

  async #note(): Promise<void> {
    this.#sinceNotes = 0
    await this.#rejects.flush()
    const { rows: rejectsBytes, reasons: reasonsBytes } = this.#rejects.lengths
    const { fingerprint, shop } = this.#setup
    await writeNotes(this.#file, { version: 1, file: fingerprint, shop, after: this.#after, counts: this.#counts, rejectsBytes, reasonsBytes })
  }

  howToGoOn(): string {
    if (this.#setup.dryRun) return 'Nothing was entered.'
    return `Everything up to line ${this.#after} is done; go on with: backhaul orders import ${this.#file} --resume`
  }

  async stop(): Promise<void> {
    this.#setup.out.settle()
    if (!this.#setup.dryRun) await this.#note()
    await this.#rejects.close()
  }

  async interrupted(): Promise<ExitCode> {
    await this.stop()
    const { out } = this.#setup
    out.give({ ...this.#summary(), interrupted: true })
    out.note(`Stopped. ${this.howToGoOn()}`)
    return EXIT.interrupted
  }

  async end(): Promise<ExitCode> {
    const { out, dryRun } = this.#setup
    out.settle()
    if (!dryRun) {
      await this.#rejects.close()
      await dropNotes(this.#file)
    }
    out.give({ ...this.#summary(), interrupted: false })
    this.#tell()
    return this.#counts.rejected > 0 ? EXIT.partly : EXIT.ok
  }

  #summary() {
    const { opened, dryRun } = this.#setup
    const { rejected } = this.#counts
    return {
      file: this.#file, format: opened.format, dry_run: dryRun, ...this.#counts,
      last_line: this.#after, rejects_file: rejected > 0 && !dryRun ? this.#rejects.path : null, rejects: this.#told,
    }
  }

  #tell(): void {
    const { out, dryRun, opened } = this.#setup
    const { created, updated, unchanged, rejected } = this.#counts
    const rows: [string, number][] = dryRun ? [['would be entered', created]] : [['new', created], ['brought up to date', updated], ['known already', unchanged]]
    out.say(`${this.#file} (${opened.format})`)
    out.table([...rows, ['rejected', rejected] as [string, number]].map(([word, count]) => [`  ${String(count).padStart(7)}`, word === 'rejected' && count > 0 ? out.paint('red', word) : word]))
    if (rejected === 0 || dryRun) return
    out.say(`Rejected rows: ${this.#rejects.path}; why: ${reasonsPath(this.#rejects.path)}`)
    out.say(`Mend them and run: backhaul orders import ${this.#rejects.path}`)
  }
}
