/** Do others hear what happens: endpoints that fail or are off, deliveries that were given up? */
import { epochMs, type Instant } from '../core/time.ts'
import type { Pile, PoorEndpoint } from '../db/stuck.ts'
import { type Finding, fine, problem, warning } from './finding.ts'
import { DAY_MS, many, since } from './phrases.ts'

export function judgeEndpoints(poor: readonly PoorEndpoint[], now: Instant): Finding[] {
  if (poor.length === 0) return [fine('endpoints', 'Every endpoint that is on is heard')]
  return poor.flatMap(endpoint => [...judgeState(endpoint, now), ...judgeDead(endpoint)])
}

const named = ({ org, name, url }: PoorEndpoint): string => `${name || hostOf(url)} (${org}, ${hostOf(url)})`
const hostOf = (url: string): string => URL.parse(url)?.host ?? url

function judgeState(endpoint: PoorEndpoint, now: Instant): Finding[] {
  const { state, why, failingSince, failures, id } = endpoint
  const figures = { endpoint: id, state, failures, failing_since: failingSince }
  if (state === 'off')
    return [
      warning({
        check: 'endpoints',
        what: `${named(endpoint)} is switched off${why ? `: ${why}` : ''}`,
        why: 'It is told nothing; what happens meanwhile must be replayed to it.',
        todo: 'Mend the receiver, switch the endpoint on, and replay the time it missed.',
        command: post(`/v1/webhooks/${id}/switch_on`),
        figures,
      }),
    ]
  if (failingSince === null) return []
  const found = {
    check: 'endpoints',
    what: `${named(endpoint)} has not heard us for ${since(failingSince, now)} (${many(failures, 'bad answer')} in a row)`,
    why: 'Deliveries are tried for three days and then given up; an endpoint that keeps failing is switched off.',
    todo: 'Read the answers in its log of deliveries and mend the receiver.',
    command: get(`/v1/webhooks/${id}/deliveries`),
    figures,
  }
  return [epochMs(now) - epochMs(failingSince) > DAY_MS ? problem(found) : warning(found)]
}

function judgeDead(endpoint: PoorEndpoint): Finding[] {
  if (endpoint.dead === 0) return []
  return [
    warning({
      check: 'dead letters',
      what: `${many(endpoint.dead, 'delivery', 'deliveries')} to ${named(endpoint)} given up in the last two weeks`,
      why: 'The receiver never heard of these events and works on an old picture.',
      todo: 'When the receiver is well again, replay them.',
      command: get(`/v1/webhooks/${endpoint.id}/deliveries?state=dead`),
      figures: { endpoint: endpoint.id, dead: endpoint.dead },
    }),
  ]
}

export function judgeOverdueDeliveries(pile: Pile, now: Instant): Finding {
  if (pile.many === 0) return fine('deliveries', 'No delivery waits past its time')
  return problem({
    check: 'deliveries',
    what: `${many(pile.many, 'delivery', 'deliveries')} past ${pile.many === 1 ? 'its' : 'their'} time${pile.since ? `, the first for ${since(pile.since, now)}` : ''}${pile.examples.length > 0 ? ` (${pile.examples.join('; ')})` : ''}`,
    why: 'Receivers that are well hear nothing.',
    todo: 'See that a server or a worker runs, and read its log for what it says about this.',
    command: 'backhaul start',
    figures: { count: pile.many, since: pile.since },
  })
}

const CALL = `curl -H "Authorization: Bearer $KEY"`
const get = (path: string): string => `${CALL} "$BACKHAUL_BASE_URL${path}"`
const post = (path: string): string => `${CALL} -X POST "$BACKHAUL_BASE_URL${path}"`
