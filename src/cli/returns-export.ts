import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { linkMaker } from '../api/links.ts'
import { sayReturn } from '../api/say.ts'
import type { OrderId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import { COLUMN_NAMES, COLUMNS as STATES, type Where } from '../core/return/where.ts'
import { type Instant, parseInstant } from '../core/time.ts'
import { listOrders } from '../db/orders.ts'
import type { Org } from '../db/orgs.ts'
import { countReturns } from '../db/return-counts.ts'
import type { Finding } from '../db/return-finding.ts'
import { type Listed, listReturns } from '../db/return-lists.ts'
import { type Transaction, transaction } from '../db/transaction.ts'
import type { Desk } from '../desk/desk.ts'
import { openHouse } from '../open-house.ts'
import { type Command, EXIT, type ExitCode, type Input, oneOf, text, UsageError, type Values } from './command.ts'
import { csvRow } from './csv-text.ts'
import { columnNames, columnsTold, rowsOf } from './export-columns.ts'
import { findOrg, findShop } from './find-house.ts'
import { countedLine } from './progress.ts'
import { listenForStop } from './stop-signals.ts'
import { refuseToOverwrite, writeWhole } from './whole-file.ts'

const FORMATS = ['csv', 'jsonl'] as const

/** Returns per page. A page is all that is held at a time. */
const PAGE = 200

export const returnsExport: Command = {
  name: 'returns export',
  summary: 'Write returns to a file, as CSV or JSON lines',
  about: `Writes the returns of an organisation as they are at one moment, the oldest first, or with --updated-since the least recently changed first. CSV has one row per item: ${columnsTold()}. JSON lines has one return per line, in the words of the API (GET /v1/returns with an owner’s key). It works beside a running server.`,
  options: {
    format: { type: 'string', value: 'FORMAT', means: FORMATS.join(' or '), default: 'csv', words: FORMATS },
    out: {
      type: 'string',
      value: 'FILE',
      means: 'Where to write; it appears when it is whole',
      default: 'standard output',
    },
    force: { type: 'boolean', means: 'Overwrite FILE when it is there already' },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    shop: { type: 'string', value: 'NAME', means: 'Only this shop, by name, number or id', default: 'every shop' },
    from: {
      type: 'string',
      value: 'MOMENT',
      means: 'Only returns filed then or later, as 2026-01-01 (UTC) or 2026-01-01T09:00:00+01:00',
    },
    until: { type: 'string', value: 'MOMENT', means: 'Only returns filed before then' },
    'updated-since': {
      type: 'string',
      value: 'MOMENT',
      means: 'Only returns to which something happened then or later',
    },
    state: {
      type: 'string',
      value: 'STATE',
      means: 'Only returns in this state, as request=submitted,approved or "request=approved transit=lost"',
    },
    raw: {
      type: 'boolean',
      means:
        'CSV without the apostrophe that keeps a spreadsheet from taking a text that begins with = + - or @ for a formula',
    },
  },
  examples: [
    {
      line: 'backhaul returns export --from 2026-01-01 --until 2026-02-01 --out january.csv',
      does: 'A month, for a spreadsheet.',
    },
    { line: 'backhaul returns export --format jsonl --state transit=lost | jq .number', does: 'Into another program.' },
    {
      line: 'backhaul returns export --format jsonl --updated-since 2026-03-01T02:00:00Z --out changes.jsonl --json',
      does: 'What changed since the last time; the report’s `at` is what to say the next time.',
    },
  ],
  exits: { [EXIT.interrupted]: 'stopped; FILE was not written' },

  async run(input) {
    const { config, values, out } = input
    const path = text(values, 'out')
    if (path === undefined && out.json)
      throw new UsageError('The returns and --json both want standard output; name a file with --out.')
    const wish = wishOf(values)
    const format = oneOf(values, 'format', FORMATS) ?? 'csv'
    if (path !== undefined) await refuseToOverwrite(path, values.force === true)
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const shop = values.shop === undefined ? null : await findShop(house.desk, org.id, text(values, 'shop'))
      const finding = { ...wish, shops: shop === null ? null : [shop.id] }
      return await exportTo(path, { desk: house.desk, org, finding, format, raw: values.raw === true }, input)
    } finally {
      await house.close()
    }
  },
}

type Wanted = Omit<Finding, 'limit' | 'after'>

type Export = { desk: Desk; org: Org; finding: Wanted; format: (typeof FORMATS)[number]; raw: boolean }

function wishOf(values: Values): Omit<Wanted, 'shops'> {
  const createdFrom = moment(values, 'from')
  const createdBefore = moment(values, 'until')
  const updatedFrom = moment(values, 'updated-since')
  const where = whereOf(text(values, 'state'))
  return {
    ...(createdFrom && { createdFrom }),
    ...(createdBefore && { createdBefore }),
    ...(updatedFrom && { updatedFrom }),
    ...(where && { where }),
    sort: updatedFrom ? 'updated_at' : 'created_at',
    descending: false,
  }
}

/** A day alone is its beginning in UTC. */
function moment(values: Values, name: string): Instant | null {
  const said = text(values, name)
  if (said === undefined) return null
  const at = parseInstant(/^\d{4}-\d\d-\d\d$/.test(said) ? `${said}T00:00:00Z` : said)
  if (at === null)
    throw new UsageError(
      `--${name} must be a day like 2026-01-01 or a moment like 2026-01-01T09:00:00Z; it is ${JSON.stringify(said)}.`,
    )
  return at
}

/** The same words as in the API’s addresses. */
function whereOf(said: string | undefined): Where | null {
  if (said === undefined) return null
  const columns = said.split(/[&;\s]+/).filter(part => part !== '')
  return Object.fromEntries(columns.map(stateColumn)) as Where
}

function stateColumn(part: string): [string, string[]] {
  const [name = '', list = ''] = part.split('=')
  const known = STATES[name as keyof typeof STATES] as readonly string[] | undefined
  if (known === undefined)
    throw new UsageError(
      `--state knows no ${JSON.stringify(name)}; it takes ${COLUMN_NAMES.join(', ')}, each with = and words.`,
    )
  const words = list.split(',')
  const unknown = words.find(word => !known.includes(word))
  if (unknown !== undefined)
    throw new UsageError(`--state ${name} is never ${JSON.stringify(unknown)}; it is one of ${known.join(', ')}.`)
  return [name, words]
}

async function exportTo(path: string | undefined, wanted: Export, { out }: Input): Promise<ExitCode> {
  const stop = listenForStop()
  const startedMs = performance.now()
  const at = wanted.desk.now()
  const counts = { returns: 0, rows: 0, all: 0 }
  const told = (): void =>
    out.progress(
      countedLine({
        doing: 'exporting',
        done: counts.returns,
        all: counts.all,
        unit: 'returns',
        ms: performance.now() - startedMs,
      }),
    )
  const write = (sink: Writable): Promise<void> =>
    inSnapshot(wanted.desk, async tx => {
      counts.all = await countReturns(tx, wanted.org.id, wanted.finding)
      await pipeline(textsOf(tx, wanted, counts, told), sink, { signal: stop.aborted, end: path !== undefined })
    })
  try {
    if (path === undefined) await write(out.stdout as Writable)
    else await writeWhole(path, write)
  } catch (fault) {
    // Whoever reads has had enough, as `head` has.
    if (path === undefined && (fault as { code?: string }).code === 'EPIPE') return EXIT.ok
    if (!stop.aborted.aborted) throw fault
    out.note(path === undefined ? 'Stopped.' : `Stopped; ${path} was not written.`)
    return EXIT.interrupted
  } finally {
    stop.release()
    out.settle()
  }
  out.give({ file: path, format: wanted.format, at, returns: counts.returns, rows: counts.rows })
  if (path !== undefined)
    out.say(`${path}: ${counts.returns} returns${wanted.format === 'csv' ? `, ${counts.rows} items` : ''}`)
  return EXIT.ok
}

/** One view from the first page to the last: nothing that changes meanwhile is missed or comes twice. */
const inSnapshot = (desk: Desk, work: (tx: Transaction) => Promise<void>): Promise<void> =>
  transaction(
    desk.db,
    async tx => {
      // Whoever reads standard output may take its time.
      void tx.query({ text: 'SET LOCAL idle_in_transaction_session_timeout = 0', prepare: false })
      await work(tx)
    },
    { isolation: 'repeatable read', readOnly: true },
  )

async function* textsOf(
  tx: Transaction,
  wanted: Export,
  counts: { returns: number; rows: number },
  told: () => void,
): AsyncGenerator<string> {
  if (wanted.format === 'csv') yield csvRow(columnNames(), wanted)
  for await (const page of pagesOf(tx, wanted)) {
    const lines = wanted.format === 'csv' ? await sheetLines(tx, page, wanted) : jsonLines(page, wanted)
    counts.returns += page.rows.length
    counts.rows += lines.length
    yield lines.join('')
    told()
  }
}

async function* pagesOf(tx: Transaction, { org, finding }: Export): AsyncGenerator<Listed> {
  let after: Finding['after']
  for (;;) {
    const page = await listReturns(tx, org.id, { ...finding, limit: PAGE, ...(after && { after }) })
    const last = page.rows.at(-1)
    if (last === undefined) return
    yield page
    if (page.rows.length < PAGE) return
    after = { at: finding.sort === 'updated_at' ? last.updatedAt : last.createdAt, id: last.id }
  }
}

function jsonLines({ rows, shops }: Listed, { desk, org }: Export): string[] {
  const to = { role: 'owner', links: linkMaker(desk).for(org.id) } as const
  return rows.flatMap(ret => {
    const shop = shops.get(ret.shop)
    return shop ? [`${JSON.stringify(sayReturn(ret, shop, to))}\n`] : []
  })
}

async function sheetLines(tx: Transaction, { rows, shops }: Listed, { org, raw }: Export): Promise<string[]> {
  const orders = await ordersOf(tx, org, [...new Set(rows.map(({ order }) => order))], [...shops.keys()])
  return rows.flatMap(ret => {
    const order = orders.get(ret.order)
    const shop = shops.get(ret.shop)
    return order && shop ? rowsOf(ret, order, shop).map(cells => csvRow(cells, { raw })) : []
  })
}

async function ordersOf(
  tx: Transaction,
  org: Org,
  ids: OrderId[],
  shops: Order['shop'][],
): Promise<Map<OrderId, Order>> {
  const orders = await listOrders(tx, org.id, { ids, shops, limit: ids.length })
  return new Map(orders.map(order => [order.id, order]))
}
