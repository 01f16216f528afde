/** What goes by itself, put together once for the server and for a worker that does nothing else. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Desk } from './desk/desk.ts'
import { retain } from './desk/retention.ts'
import type { Outside } from './jobs/errands.ts'
import type { Log } from './jobs/log.ts'
import { startWorker, type Worker, type WorkerOptions } from './jobs/worker.ts'
import { manualCarrier, simulatedCarrier } from './outside/carrier.ts'
import { fetcher } from './outside/foreign-file.ts'
import { simulatedGateway } from './outside/simulated-gateway.ts'
import { type Paid, watchedGateway } from './outside/watched-gateway.ts'
import { startTelling } from './start-telling.ts'
import { type Guard, openGuard } from './webhooks/guard.ts'
import type { TellingOptions } from './webhooks/post.ts'

/** `told` hears what came of every attempt to tell somebody something, `paid` of every attempt to give money back. */
type More = Pick<WorkerOptions, 'retain'> & Pick<TellingOptions, 'told'> & { paid?: Paid }

export const startJobs = (
  desk: Desk,
  config: Config,
  log: Log = SILENT,
  { told, paid, ...more }: More = {},
): Worker => {
  const guard = openGuard({ privateAddresses: config.privateAddresses })
  const worker = startWorker(desk, {
    outside: outsideOf(config, guard, paid),
    retain,
    log,
    telling: startTelling(desk, config, { log, ...(told && { told }) }),
    ...more,
  })
  return {
    async stop(limitMs) {
      await worker.stop(limitMs)
      await guard.close()
    },
  }
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** The stand-ins remember what they did in the data folder, so that a restart does not pay twice. */
function outsideOf({ payments, labels, dataDir }: Config, guard: Guard, paid: Paid = () => {}): Outside {
  const provider = payments === 'simulated' ? simulatedGateway(join(dataDir, 'outside', 'payments.jsonl')) : 'by_hand'
  const gateway = watchedGateway(provider, paid)
  return {
    gateway: () => gateway,
    carrier: labels === 'simulated' ? simulatedCarrier() : manualCarrier,
    fetchFile: fetcher(guard),
  }
}
