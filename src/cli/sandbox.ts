import { resolve } from 'node:path'
import { pino } from 'pino'
import { createLogger } from '../http/log.ts'
import { filePath } from '../sandbox/sandbox-file.ts'
import { startSandbox } from '../sandbox/start-sandbox.ts'
import { type Command, EXIT, text, wholeNumber } from './command.ts'
import { listenForStop } from './stop-signals.ts'

const DEFAULT_FOLDER = 'sandbox'

export const sandbox: Command = {
  name: 'sandbox',
  summary: 'Run a complete, seeded installation to develop against',
  about:
    'A stand-in for the platforms, with a shop, its orders and returns in every state, and a stranger next door. A folder that is empty is filled; one that holds a sandbox goes on where it was. Everything a client needs – addresses, keys, credentials, orders – is written to sandbox.json in that folder; when all answers, the line `ready http://…` comes on standard output. Payments and labels are made up; DATABASE_URL is left alone.',
  options: {
    port: { type: 'string', value: 'N', means: 'The port to listen on; 0 takes any free one', default: '4300' },
    data: { type: 'string', value: 'DIR', means: 'The folder of the sandbox', default: `./${DEFAULT_FOLDER}` },
    seed: {
      type: 'string',
      value: 'N',
      means: 'Fixes the ids, codes and keys of what is seeded',
      default: 'by chance',
    },
  },
  examples: [
    {
      line: 'backhaul sandbox --port 4300 --data /tmp/sandbox',
      does: 'Wait for the line `ready`, then read /tmp/sandbox/sandbox.json.',
    },
    {
      line: 'backhaul sandbox --data /tmp/sandbox --seed 7',
      does: 'The same ids and keys on every machine. Not for anything real: who knows the number knows the keys.',
    },
  ],

  async run({ values, config, out }) {
    const folder = resolve(text(values, 'data') ?? DEFAULT_FOLDER)
    const port = wholeNumber(values, 'port', 0, 65_535) ?? config.port
    const seed = wholeNumber(values, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? null
    const stop = listenForStop()
    const logger = createLogger({ level: config.logLevel ?? 'warn', destination: pino.destination(2) })
    const running = await startSandbox({ ...config, port }, { folder, seed, logger, log: line => out.note(line) })
    if (seed !== null && !running.fresh)
      out.note(`${folder} holds a sandbox already, so --seed changes nothing; empty the folder to start afresh.`)
    out.note(`Keys, credentials and orders: ${filePath(folder)}`)
    out.say(`ready ${running.url}`)
    out.giveLine({ ready: running.url, file: filePath(folder), fresh: running.fresh })
    await stop.asked
    out.note('Stopping …')
    await running.stop()
    return EXIT.ok
  },
}
