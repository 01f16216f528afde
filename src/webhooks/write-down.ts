/** Writing down what became of messages to one endpoint, and switching it off when there is no hope left. */

import { HOUSE } from '../core/party.ts'
import type { Endpoint } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import { insertAudit } from '../db/audit.ts'
import { finishDeliveries, firstTried, insertAttempts, moveFollowers, saveHealth } from '../db/deliveries.ts'
import { type StoredEndpoint, updateEndpoint } from '../db/endpoints.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import { type Health, healthAfter, type Judged } from './outcome.ts'

/** Gives the endpoint as it is afterwards. Its row must be held: everybody who locks it together with its deliveries locks it first. */
export async function writeDown(
  tx: Transaction,
  { endpoint, sealed }: StoredEndpoint,
  outcomes: readonly Judged[],
  { now, fresh }: { now: Instant; fresh: <I extends string>() => I },
): Promise<Endpoint> {
  if (outcomes.length === 0) return endpoint
  const { org, id } = endpoint
  const health = healthAfter(endpoint, outcomes)
  if (health.failures > 0 || endpoint.failures > 0) send(saveHealth(tx, org, id, health))
  send(finishDeliveries(tx, org, outcomes, now))
  if (outcomes.some(({ tried }) => tried !== null)) send(insertAttempts(tx, org, outcomes))
  for (const move of followersOf(outcomes, now)) send(moveFollowers(tx, org, id, move))

  const after = { ...endpoint, ...health }
  const why = endpoint.state === 'on' ? await whyOff(tx, after, outcomes) : null
  if (why === null) return after
  const off = { ...after, state: 'off' as const, why, updatedAt: now }
  send(updateEndpoint(tx, off, sealed, now))
  const detail = { name: off.name, why, failing_since: off.failingSince }
  send(insertAudit(tx, { org, id: fresh(), at: now, actor: HOUSE, what: 'webhook.switched_off', subject: id, detail }))
  return off
}

function followersOf(outcomes: readonly Judged[], now: Instant) {
  return outcomes.flatMap(({ taken: { id, ret, sequence, attempt }, state, nextAt }) => {
    if (ret === null || sequence === null) return []
    if (state === 'waiting' && nextAt !== null) return [{ id, ret, sequence, nextAt }]
    return attempt > 1 ? [{ id, ret, sequence, nextAt: now }] : []
  })
}

/**
 * In words, why the endpoint is switched off; null when it is not. One message that nobody could accept says little about a receiver that accepted others
 * meanwhile; only when a message was tried to the end and nothing at all was accepted in that time is nobody there.
 */
async function whyOff(
  tx: Transaction,
  { org, failingSince }: Pick<Endpoint, 'org'> & Health,
  outcomes: readonly Judged[],
): Promise<string | null> {
  if (outcomes.some(({ isGone }) => isGone))
    return 'It answered 410 Gone, which says that nobody wants these messages any more.'
  for (const { taken, state, says, tried } of outcomes) {
    if (state !== 'dead' || says !== 'failed' || failingSince === null) continue
    const first = await firstTried(tx, org, taken.id)
    if (first !== null && failingSince <= first)
      return `Nothing has been accepted since ${failingSince}, and a message was tried ${taken.attempt} times. The last time: ${tried?.error ?? ''}`
  }
  return null
}
