import { createReadStream } from 'node:fs'
import { extname, resolve } from 'node:path'
import { parseCurrency } from '../core/money.ts'
import { FORMATS } from '../imports/formats.ts'
import { openOrders, type ReadOptions } from '../imports/read-orders.ts'
import { type House, openHouse } from '../open-house.ts'
import {
  type Command,
  CommandError,
  EXIT,
  type ExitCode,
  type Input,
  oneOf,
  text,
  UsageError,
  type Values,
} from './command.ts'
import { checking, enterOrders, keeping } from './enter-orders.ts'
import { findOrg, findShop, operator } from './find-house.ts'
import { type Fingerprint, fingerprintOf, type Notes, readNotes } from './import-notes.ts'
import { ImportRun } from './import-run.ts'
import type { Output } from './output.ts'
import { clearRejects } from './rejects.ts'
import { listenForStop } from './stop-signals.ts'

export const ordersImport: Command = {
  name: 'orders import',
  summary: 'Enter orders from a file',
  about:
    'Reads the exports of Shopify and WooCommerce, our own CSV format and JSON lines; which one it is shows in the first line. An order that is known already is brought up to date, so running an import twice changes nothing. Rows that cannot be read and orders that are refused are named by line and reason and written, with the header, to a file that can be mended and imported again. It works beside a running server.',
  takes: { name: 'FILE', required: true },
  options: {
    shop: {
      type: 'string',
      value: 'NAME',
      means: 'The shop, by name, number or id; may be left out when there is one',
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    format: {
      type: 'string',
      value: 'FORMAT',
      means: `${FORMATS.join(', ')}`,
      default: 'read from the first line',
      words: FORMATS,
    },
    currency: { type: 'string', value: 'CODE', means: 'For files that do not name it', default: 'the shop’s' },
    'time-zone': {
      type: 'string',
      value: 'ZONE',
      means: 'For times without an offset, as Europe/Berlin',
      default: 'the shop’s',
    },
    decimal: {
      type: 'string',
      value: 'SIGN',
      means: 'The sign before the cents, . or ,',
      default: 'read from the amounts',
      words: ['.', ','],
    },
    rejects: { type: 'string', value: 'FILE', means: 'Where rejected rows go', default: 'FILE.rejects.csv' },
    resume: { type: 'boolean', means: 'Go on where the last import of this file stopped' },
    'dry-run': { type: 'boolean', means: 'Only say what would be rejected' },
  },
  examples: [
    { line: 'backhaul orders import orders.csv', does: 'Into the only shop there is.' },
    {
      line: 'backhaul orders import orders.csv --dry-run',
      does: 'What is wrong with the file, without entering anything.',
    },
    { line: 'backhaul orders import orders.csv --resume', does: 'After Ctrl-C, a crash or a lost database.' },
    { line: 'backhaul orders import orders.csv.rejects.csv --shop Linnea', does: 'The mended rows.' },
  ],
  exits: {
    [EXIT.partly]: 'some rows were rejected; the others were entered',
    [EXIT.interrupted]: 'stopped by Ctrl-C; --resume goes on from there',
  },

  async run(input) {
    const file = input.positionals[0] ?? ''
    if (resolve(rejectsPath(file, input.values)) === resolve(file))
      throw new UsageError('--rejects names the very file that is imported; name another one.')
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
  if (known === null)
    throw new UsageError(`--currency must be a code of ISO 4217 like EUR; it is ${JSON.stringify(currency)}.`)
  const shopTimeZone = text(values, 'time-zone')
  if (shopTimeZone !== undefined && !isZone(shopTimeZone))
    throw new UsageError(`--time-zone must be a name like Europe/Berlin; it is ${JSON.stringify(shopTimeZone)}.`)
  return {
    ...(format && { format }),
    ...(decimalSign && { decimalSign }),
    ...(known && { currency: known }),
    ...(shopTimeZone && { shopTimeZone }),
  }
}

function isZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}

async function importFile(
  file: string,
  fingerprint: Fingerprint,
  options: ReadOptions,
  { values, out }: Input,
  { desk }: House,
): Promise<ExitCode> {
  const org = await findOrg(desk, text(values, 'org'))
  const shop = await findShop(desk, org.id, text(values, 'shop'))
  const dryRun = values['dry-run'] === true
  const before = await notesFor(file, { fingerprint, shop: shop.id, resume: values.resume === true && !dryRun, out })
  const stream = createReadStream(file)
  const opened = await openOrders(stream, {
    currency: shop.currency,
    shopTimeZone: shop.timeZone,
    ...options,
    resumeAfterLine: before?.after ?? 0,
  })
  if ('reason' in opened) throw new CommandError(`${file} cannot be imported: ${opened.reason}`)
  if (before === null && !dryRun && values.rejects === undefined) await clearRejects(rejectsPath(file, values))

  const stop = listenForStop()
  const enter = dryRun ? checking(desk, shop) : keeping(desk, operator(org.id), shop)
  const run = new ImportRun(file, {
    fingerprint,
    shop: shop.id,
    dryRun,
    out,
    before,
    opened,
    rejectsPath: rejectsPath(file, values),
  })
  try {
    for await (const dealt of enterOrders(opened.records, enter, stop.aborted)) await run.take(dealt)
  } catch (fault) {
    await run.stop()
    throw new CommandError(`${(fault as Error).message} ${run.howToGoOn()}`)
  } finally {
    stream.destroy()
    stop.release()
  }
  return stop.aborted.aborted ? run.interrupted() : run.end()
}

const rejectsPath = (file: string, values: Values): string =>
  text(values, 'rejects') ?? `${file}.rejects${/^\.(jsonl|ndjson|json)$/i.test(extname(file)) ? extname(file) : '.csv'}`

type Before = { fingerprint: Fingerprint; shop: string; resume: boolean; out: Output }

async function notesFor(file: string, { fingerprint, shop, resume, out }: Before): Promise<Notes | null> {
  const notes = await readNotes(file)
  if (notes === null) {
    if (resume) out.note('There is nothing to go on with; the import starts at the beginning.')
    return null
  }
  if (!resume) {
    out.note(
      `An earlier import of this file stopped after line ${notes.after}; --resume would go on there. This one starts at the beginning.`,
    )
    return null
  }
  if (JSON.stringify(notes.file) !== JSON.stringify(fingerprint))
    throw new CommandError(`${file} is not the file whose import stopped. ImportRun it without --resume.`)
  if (notes.shop !== shop)
    throw new CommandError(
      'The import that stopped was for another shop. Name that one with --shop, or run it without --resume.',
    )
  return notes
}
