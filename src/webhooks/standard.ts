/** How our own messages are signed and how often they are sent: the Standard Webhooks specification, so that receivers find a library for it in every language. */
import { createHmac } from 'node:crypto'
import { NATIVE_TERMS, type PushFormat } from '../core/push.ts'
import { epochMs } from '../core/time.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const PREFIX = 'whsec_'

/** Everything of a language that does not depend on what it says. */
export const standardWebhooks: Omit<PushFormat, 'write' | 'trial'> = {
  ...NATIVE_TERMS,

  /** The exact bytes are signed together with id and time, so that nobody can send an old message again as a new one. */
  sign({ body }, { id, secrets, telling }) {
    const timestamp = String(Math.floor(epochMs(telling.at) / SECOND))
    const signatures = secrets.map(secret => `v1,${signature(secret, `${id}.${timestamp}.${body}`)}`)
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
  },

  // Specification, "Deliverability and reliability", example schedule: ten attempts in a little over three days.
  pausesMs: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  jitter: 0.1,
  // Same place: 15 to 30 seconds.
  timeoutMs: 15 * SECOND,
  isHeard: ({ status }) => status >= 200 && status < 300,
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64')
  return createHmac('sha256', key).update(text).digest('base64')
}
