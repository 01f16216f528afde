/** What goes by itself, put together once for the server and for a worker that does nothing else. */
import { join } from 'node:path'
import { type Config, originOf } from './config.ts'
import type { Desk } from './desk/desk.ts'
import { keyFor } from './desk/open-desk.ts'
import { retain } from './desk/retention.ts'
import { portalLinks } from './http/portal-links.ts'
import type { Outside } from './jobs/errands.ts'
import type { Log } from './jobs/log.ts'
import { startWorker, type Worker, type WorkerOptions } from './jobs/worker.ts'
import type { MailLinks } from './mails/links.ts'
import { manualCarrier, simulatedCarrier } from './outside/carrier.ts'
import { fetcher } from './outside/foreign-file.ts'
import { drawer, type Post, smtpPost } from './outside/post.ts'
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
  const post = postOf(config)
  const worker = startWorker(desk, {
    outside: outsideOf(config, guard, paid),
    retain,
    log,
    mailing: { post, links: mailLinks(desk, config) },
    telling: startTelling(desk, config, { log, ...(told && { told }) }),
    ...more,
  })
  return {
    async stop(limitMs) {
      await worker.stop(limitMs)
      post.close()
      await guard.close()
    },
  }
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** Without a mail server mails are written and stay here. */
export const postOf = ({ mailServer, mailFrom }: Pick<Config, 'mailServer' | 'mailFrom'>): Post =>
  mailServer === null ? drawer(mailFrom) : smtpPost(mailServer, mailFrom)

/** Mails are read far from here, so their links name the whole address. */
function mailLinks(desk: Desk, config: Config): MailLinks {
  const { entry } = portalLinks(keyFor(desk, 'portal links'), desk.now)
  return of => originOf(config) + entry(of)
}

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
