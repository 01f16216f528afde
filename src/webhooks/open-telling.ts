/** Telling others what happened: from the outbox to deliveries, from deliveries to receivers. Somebody calls the rounds; everything else goes by itself. */
import { setTimeout as pause } from 'node:timers/promises'
import type { OrgId } from '../core/ids.ts'
import { endpointsWithWork } from '../db/deliveries.ts'
import { Courier } from './courier.ts'
import { Post, type TellingOptions } from './post.ts'
import { relayNews, turns } from './relay.ts'

export type Telling = {
  /** Relays news and sends out couriers for what is due; gives how much was begun. Does not wait for what is under way. */
  round(): Promise<number>
  /** Resolves when nothing is under way any more. */
  quiet(): Promise<void>
  /** Takes nothing new and waits for the answers that are still out, but no longer than this; what is broken off goes again later. */
  stop(graceMs?: number): Promise<void>
}

const MOST_ORGS = 200
const MOST_ENDPOINTS = 1000
const GRACE_MS = 10_000

export function openTelling(options: TellingOptions): Telling {
  const { db, now, log } = options
  const post = new Post(options)
  const turn = turns(db)
  const couriers = new Map<string, Courier>()

  async function relayAll(): Promise<number> {
    let relayed = 0
    for await (const org of turn(MOST_ORGS)) {
      relayed += await relayNews(db, org, options).catch((fault: Error) => {
        log.error({ org, err: fault }, 'News could not be relayed')
        return 0
      })
    }
    return relayed
  }

  const courierFor = (org: OrgId, id: string): Courier => {
    const key = `${org} ${id}`
    const courier = couriers.get(key) ?? new Courier(post, org, id)
    couriers.set(key, courier)
    return courier
  }

  /** Those who could not write down what became of their messages try it again. */
  async function sendOut(): Promise<number> {
    for (const [key, courier] of couriers) if (courier.isIdle) couriers.delete(key)
    const due = post.isStopping ? [] : await endpointsWithWork(db, now(), MOST_ENDPOINTS)
    const going = new Set([...couriers.values(), ...due.map(({ org, id }) => courierFor(org, id))])
    const begun = await Promise.allSettled([...going].map(courier => courier.go()))
    for (const { reason } of begun.filter(result => result.status === 'rejected'))
      log.error({ err: reason }, 'Telling stands still')
    return begun.reduce((all, result) => all + (result.status === 'fulfilled' ? result.value : 0), 0)
  }

  return {
    async round() {
      post.standing.forget()
      const relayed = post.isStopping ? 0 : await relayAll()
      return relayed + (await sendOut())
    },

    quiet: () => post.quiet(),

    async stop(graceMs = GRACE_MS) {
      post.stop()
      const late = new AbortController()
      const limit = pause(graceMs, undefined, { signal: late.signal, ref: false }).then(
        () => post.breakOffAll(),
        () => {},
      )
      await post.quiet()
      late.abort()
      await limit
    },
  }
}
