/** Telling over a real database and real connections, with the desk's clock. */
import { afterAll } from 'vitest'
import type { OrgId } from '../../src/core/ids.ts'
import type { Endpoint, PushFormat } from '../../src/core/push.ts'
import { findEndpoint, insertEndpoint } from '../../src/db/endpoints.ts'
import { query } from '../../src/db/pool.ts'
import { openGuard } from '../../src/webhooks/guard.ts'
import { openTelling, type Telling } from '../../src/webhooks/open-telling.ts'
import type { Figures, TellingOptions } from '../../src/webhooks/post.ts'
import { standardWebhooks } from '../../src/webhooks/standard.ts'
import type { DeskKit } from './desk.ts'

export const SECRET = `whsec_${Buffer.from('a secret nobody can guess, of 36 byte').toString('base64')}`

/** Says little, and all that tests want to know. */
export const plainFormat: PushFormat = {
  ...standardWebhooks,
  write: ({ event, ret }, { attempt }) => ({
    body: JSON.stringify({ id: event.id, type: event.type, sequence: event.sequence, attempt, return: ret }),
    headers: { 'content-type': 'application/json' },
  }),
  trial: ({ id }) => ({ body: JSON.stringify({ id, type: 'trial' }), headers: {} }),
}

export type LogLine = { level: string; message: string; [field: string]: unknown }

export type TellingKit = {
  telling: Telling
  log: LogLine[]
  figures: Figures[]
  /** Rounds until nothing is due any more. */
  rounds: () => Promise<void>
  endpoint: (url: string, more?: Partial<Endpoint>, secrets?: string[]) => Promise<Endpoint>
  state: (endpoint: Endpoint) => Promise<Endpoint>
  deliveries: (endpoint: Endpoint) => Promise<DeliveryRow[]>
  attempts: (endpoint: Endpoint) => Promise<AttemptRow[]>
}

export type DeliveryRow = {
  id: string
  type: string
  sequence: number
  state: string
  attempts: number
  next_at: string
  return_id: string
}
export type AttemptRow = {
  attempt: number
  at: string
  status: number | null
  latency_ms: number
  error: string | null
  answer: string | null
}

export function openTellingKit(kit: DeskKit, more: Partial<TellingOptions> & { org?: OrgId } = {}): TellingKit {
  const { desk, org } = kit
  const log: LogLine[] = []
  const figures: Figures[] = []
  const note = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void log.push({ ...fields, level, message })
  const guard = openGuard({ privateAddresses: 'allow' })
  const telling = openTelling({
    db: desk.db,
    now: () => kit.clock.now,
    fresh: desk.fresh,
    formats: { native: plainFormat },
    secretsOf: (_org, _id, sealed) => JSON.parse(sealed) as string[],
    guard,
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    told: told => figures.push(told),
    chance: () => 0.5,
    ...more,
  })
  afterAll(async () => {
    await telling.stop(0)
    await guard.close()
  })
  return {
    telling,
    log,
    figures,

    async rounds() {
      do await telling.quiet()
      while ((await telling.round()) > 0)
    },

    async endpoint(url, wish = {}, secrets = [SECRET]) {
      const endpoint: Endpoint = {
        org,
        id: desk.fresh(),
        name: 'The shop’s till',
        url,
        format: 'native',
        formatVersion: null,
        shops: null,
        events: null,
        concurrency: 10,
        state: 'on',
        why: null,
        failingSince: null,
        failures: 0,
        createdAt: kit.clock.now,
        updatedAt: kit.clock.now,
        ...wish,
      }
      await insertEndpoint(desk.db, endpoint, JSON.stringify(secrets))
      return endpoint
    },

    async state({ id }) {
      const stored = await findEndpoint(desk.db, org, id)
      if (stored === null) throw new Error('The endpoint is gone.')
      return stored.endpoint
    },

    async deliveries({ id }) {
      const { rows } = await query<DeliveryRow>(desk.db, {
        text: 'select id, type, sequence, state, attempts, next_at, return_id from deliveries where org_id = $1 and endpoint_id = $2 order by return_id, sequence, id',
        values: [org, id],
      })
      return rows
    },

    async attempts({ id }) {
      const { rows } = await query<AttemptRow>(desk.db, {
        text: `select attempt, attempts.at, status, latency_ms, error, answer from attempts join deliveries on deliveries.org_id = attempts.org_id and deliveries.id = delivery_id
          where attempts.org_id = $1 and endpoint_id = $2 order by attempts.at, sequence, attempt`,
        values: [org, id],
      })
      return rows
    },
  }
}
