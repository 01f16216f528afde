/** Telling others, put together: the languages there are, the secrets they sign with, and the guard at the door out. */
import { nativeTelling } from './api/push.ts'
import type { Config } from './config.ts'
import type { PushFormats } from './core/push.ts'
import type { Desk } from './desk/desk.ts'
import { signingSecrets } from './desk/signing-secrets.ts'
import { VERSION } from './version.ts'
import { openGuard } from './webhooks/guard.ts'
import { openTelling, type Telling } from './webhooks/open-telling.ts'
import type { TellingOptions } from './webhooks/post.ts'
import { standardWebhooks } from './webhooks/standard.ts'

/** By the names endpoints choose them by. */
const formatsOf = (desk: Desk): PushFormats => ({ native: { ...standardWebhooks, ...nativeTelling(desk, VERSION) } })

export function startTelling(desk: Desk, config: Config, { log, told }: Pick<TellingOptions, 'log' | 'told'>): Telling {
  const guard = openGuard({ privateAddresses: config.privateAddresses })
  const telling = openTelling({
    db: desk.db,
    now: desk.now,
    fresh: desk.fresh,
    formats: formatsOf(desk),
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
