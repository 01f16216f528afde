import { resolve } from 'node:path'
import { inFolder } from '../config.ts'
import { as, type OrgId } from '../core/ids.ts'
import { constraintOf } from '../db/fault.ts'
import { listOrgs } from '../db/orgs.ts'
import type { Desk } from '../desk/desk.ts'
import { createLogger } from '../http/log.ts'
import { CAST } from '../sandbox/cast.ts'
import { realChance } from '../sandbox/chance.ts'
import { makeKey } from '../sandbox/doors.ts'
import { PURCHASES } from '../sandbox/purchases.ts'
import { seedSample } from '../sandbox/seed.ts'
import { type Running, startServer } from '../server.ts'
import { type Command, EXIT, text, UsageError, wholeNumber } from './command.ts'
import { FIRST_STEP } from './find-house.ts'
import type { Output } from './output.ts'
import { listenForStop } from './stop-signals.ts'

export const start: Command = {
  name: 'start',
  summary: 'Run the server',
  about:
    'Opens the database, brings it up to date and serves until it is stopped. Without DATABASE_URL it runs its own PostgreSQL in the data folder; when that one is still empty, a sample company with a shop and some orders is made, so that there is something to see. Ctrl-C lets what has begun come to an end; a second Ctrl-C does not wait.',
  options: {
    port: {
      type: 'string',
      value: 'N',
      means: 'The port to listen on; 0 takes any free one',
      default: '4300, or PORT',
    },
    host: {
      type: 'string',
      value: 'ADDRESS',
      means: 'The address to listen on',
      default: '127.0.0.1, or BACKHAUL_HOST',
    },
    data: { type: 'string', value: 'DIR', means: 'The data folder', default: './data, or BACKHAUL_DATA' },
    empty: { type: 'boolean', means: 'Make no sample company' },
  },
  examples: [
    { line: 'backhaul start', does: 'Try it out.' },
    {
      line: 'backhaul start --host 0.0.0.0 --data /var/lib/backhaul',
      does: 'To be reached from outside; put a proxy with TLS in front.',
    },
    {
      line: 'DATABASE_URL=postgres://… backhaul start',
      does: 'On a PostgreSQL of your own; several processes may share it.',
    },
  ],

  async run({ values, config, out }) {
    const settings = { ...(values.data === undefined ? config : inFolder(config, resolve(text(values, 'data') ?? ''))) }
    const port = wholeNumber(values, 'port', 0, 65_535) ?? config.port
    const host = text(values, 'host') ?? config.host
    if (!/^[\w.:-]+$/.test(host))
      throw new UsageError(`--host must be a host name or an address; it is ${JSON.stringify(host)}.`)
    const stop = listenForStop()
    const logger = createLogger({ level: config.logLevel ?? (out.watched ? 'warn' : 'info') })
    let key: string | null = null
    const running = await startServer(
      { ...settings, port, host },
      {
        logger,
        prepare: async (desk, kind) => {
          key = kind === 'embedded' && values.empty !== true ? await makeSample(desk) : null
        },
      },
    )
    await welcome(running, settings.dataDir, key, out)
    await stop.asked
    out.note('Stopping; what has begun is finished first …')
    await running.stop()
    return EXIT.ok
  },
}

/** Always the same, so that of two processes that start at once only one makes the sample. */
const SAMPLE = as<OrgId>('00000000-0000-7000-8000-000000000001')

/** An order of the sample with several articles in it. */
const TRIED = { number: '1002', email: CAST[PURCHASES['1002']?.who ?? 'theo'].party.emails?.[0] ?? '' }

/** The key of its owner; null when there is a company already. */
async function makeSample(desk: Desk): Promise<string | null> {
  if ((await listOrgs(desk.db)).length > 0) return null
  try {
    const { org } = await seedSample(desk, realChance, SAMPLE)
    return await makeKey(desk, realChance, org, 'owner', 'First key')
  } catch (fault) {
    if (constraintOf(fault) === 'orgs_pkey') return null
    throw fault
  }
}

async function welcome({ url, desk, kind }: Running, dataDir: string, key: string | null, out: Output): Promise<void> {
  const orgs = await listOrgs(desk.db)
  out.giveLine({
    url,
    portal: `${url}/portal/`,
    docs: `${url}/docs`,
    database: kind,
    data: kind === 'embedded' ? dataDir : null,
    organizations: orgs.length,
    sample_key: key,
  })
  out.say(`${out.paint('bold', 'Backhaul')} answers at ${out.paint('cyan', url)}`)
  out.say()
  out.table([
    ['  Returns page', `${url}/portal/`],
    ['  Reference', `${url}/docs`],
    ['  Database', kind === 'embedded' ? `its own, in ${dataDir}` : 'DATABASE_URL'],
    ...(key === null ? [] : [['  Owner’s key', out.paint('bold', key)]]),
  ])
  out.say()
  if (key !== null) {
    out.say('A sample company with a shop and some orders was made. Send something back as one of its shoppers:')
    out.say(`  ${url}/portal/?order_number=${TRIED.number}   with ${out.paint('bold', TRIED.email)}`)
    out.say('The key is shown this once; try it:')
    out.say(`  curl -H 'Authorization: Bearer ${key}' ${url}/v1/orders`)
    out.say()
  } else if (orgs.length === 0) out.say(`There is no organisation yet. ${FIRST_STEP}`)
  out.say('Ctrl-C stops it.')
}
