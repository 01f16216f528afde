import { resolve } from 'node:path'
import { inFolder } from '../config.ts'
import { createLogger } from '../http/log.ts'
import { openMetrics } from '../http/metrics/metrics.ts'
import { openHouse } from '../open-house.ts'
import { openWatch, reachable, showHouse } from '../open-watch.ts'
import { startJobs } from '../start-jobs.ts'
import { type Command, EXIT, text, wholeNumber } from './command.ts'
import { listenForStop } from './stop-signals.ts'

export const worker: Command = {
  name: 'worker',
  summary: 'Do what goes by itself, without serving',
  about:
    'Works off deadlines, reminders, webhooks, refunds, labels and the nightly clean-up until it is stopped, and serves nobody; with --port it answers supervisors at /healthz, /readyz and /metrics. A server does all that too unless BACKHAUL_JOBS=off; any number of servers and workers share the work of one database. Ctrl-C lets what has begun come to an end, for BACKHAUL_DRAIN_SECONDS at most; what is broken off is taken up by whoever comes next.',
  options: {
    port: {
      type: 'string',
      value: 'N',
      means: 'Answer supervisors on this port; 0 takes any free one',
      default: 'answer nobody',
    },
    data: { type: 'string', value: 'DIR', means: 'The data folder', default: './data, or BACKHAUL_DATA' },
  },
  examples: [
    { line: 'DATABASE_URL=postgres://… backhaul worker', does: 'Beside servers that run with BACKHAUL_JOBS=off.' },
    { line: 'backhaul worker --data /var/lib/backhaul', does: 'On the database of a server on the same machine.' },
  ],

  async run({ values, config, out }) {
    const settings = values.data === undefined ? config : inFolder(config, resolve(text(values, 'data') ?? ''))
    const stop = listenForStop()
    const logger = createLogger({ level: config.logLevel ?? (out.watched ? 'warn' : 'info') })
    const port = wholeNumber(values, 'port', 0, 65_535)
    const metrics = openMetrics()
    const house = await openHouse(settings, {
      migrate: true,
      log: message => logger.info(message),
      pool: { watch: metrics.database },
    })
    try {
      showHouse(metrics, house.desk, house.database, settings)
      const watch = port === undefined ? null : await openWatch(house.desk, settings, metrics, logger)
      const url = watch ? reachable(await watch.app.listen({ host: settings.host, port })) : null
      const { delivered: told, paid } = metrics.work
      const jobs = startJobs(house.desk, settings, logger, { told, paid })
      out.giveLine({ working: true, database: house.database.kind, url })
      out.say(`${out.paint('bold', 'Backhaul')} works off what goes by itself. Ctrl-C stops it.`)
      await stop.asked
      out.note('Stopping; what has begun is finished first …')
      const limitMs = settings.drainSeconds * 1_000
      await Promise.all([jobs.stop(limitMs), watch?.close(limitMs)])
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
