/** Telling others, put together: the languages there are, the secrets they sign with, and the guard at the door out. */
import { linkMaker } from './api/links.ts'
import { nativeTelling } from './api/push.ts'
import type { Config } from './config.ts'
import type { PushFormats } from './core/push.ts'
import type { Desk } from './desk/desk.ts'
import { signingSecrets } from './desk/signing-secrets.ts'
import { pushFormats } from './dialects/index.ts'
import { VERSION } from './version.ts'
import { openGuard } from './webhooks/guard.ts'
import { openTelling, type Telling } from './webhooks/open-telling.ts'
import type { TellingOptions } from './webhooks/post.ts'
import { standardWebhooks } from './webhooks/standard.ts'

/** By the names endpoints choose them by. */
export const formatsOf = (desk: Desk, origin: string): PushFormats => ({
  native: { ...standardWebhooks, ...nativeTelling(desk, VERSION) },
  ...pushFormats({ desk, links: linkMaker(desk), origin }),
})

/** A worker that serves nothing knows no address but the one it was told, or the usual one. */
const originOf = ({ baseUrl, host, port }: Config): string => baseUrl ?? `http://${host}:${port}`

export function startTelling(desk: Desk, config: Config, { log, told }: Pick<TellingOptions, 'log' | 'told'>): Telling {
  const guard = openGuard({ privateAddresses: config.privateAddresses })
  const telling = openTelling({
    db: desk.db,
    now: desk.now,
    fresh: desk.fresh,
    formats: formatsOf(desk, originOf(config)),
    secretsOf: (org, endpoint, sealed) => signingSecrets(desk, org, endpoint, sealed),
    guard,
    log,
    ...(told && { told }),
  })
  return {
    ...telling,
    async stop(graceMs) {
      await telling.stop(graceMs)
      await guard.close()
    },
  }
}
