/** What all couriers share: what was handed in, how many messages are in hand in all, and what keeps the house from closing. */
import { setMaxListeners } from 'node:events'
import type { OrgId } from '../core/ids.ts'
import type { PushFormats } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import type { Pool } from '../db/pool.ts'
import { Gate } from './gate.ts'
import type { Guard } from './guard.ts'
import { Standing } from './told-news.ts'

/** As much of a logger as is needed here. */
export type Log = Record<'info' | 'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>

/** What became of one attempt, for those who count. */
export type Figures = { format: string; outcome: 'heard' | 'failed' | 'dead' | 'dropped'; latencyMs: number }

export type TellingOptions = {
  db: Pool
  now: () => Instant
  fresh: <I extends string>() => I
  formats: PushFormats
  /** What an endpoint's messages are signed with, newest first. */
  secretsOf: (org: OrgId, endpoint: string, sealed: string) => string[]
  guard: Guard
  log: Log
  told?: (figures: Figures) => void
  /** Messages in hand at once, over all endpoints of this process. */
  mostInHand?: number
  /** Between 0 and 1; by chance unless said otherwise. */
  chance?: () => number
}

const MOST_IN_HAND = 400
/** Connections to the database that telling may use at once. */
const CONNECTIONS = 3

export class Post {
  readonly options: TellingOptions
  readonly standing = new Standing()
  readonly gate = new Gate(CONNECTIONS)
  readonly #stopping = new AbortController()
  readonly #breakingOff = new AbortController()
  readonly #busy = new Set<Promise<unknown>>()
  readonly #complaints = new Set<string>()
  readonly #most: number
  #free: number

  constructor(options: TellingOptions) {
    this.options = options
    this.#most = options.mostInHand ?? MOST_IN_HAND
    this.#free = this.#most
    setMaxListeners(0, this.#breakingOff.signal)
  }

  /** Room for more messages to an endpoint that has this many in hand. However slow it is, it never fills more than a quarter of all the room. */
  reserve(inHand: number): number {
    const granted = Math.max(0, Math.min(Math.ceil(this.#most / 4) - inHand, this.#free))
    this.#free -= granted
    return granted
  }

  giveBack(room: number): void {
    this.#free += room
  }

  /** What stays wrong until a person does something is said once, not in every round. */
  complain(endpoint: string, fields: Record<string, unknown>, message: string): void {
    const complaint = `${endpoint} ${message}`
    if (this.#complaints.has(complaint)) return
    this.#complaints.add(complaint)
    this.options.log.error({ endpoint, ...fields }, message)
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  /** Nothing more is taken. */
  stop(): void {
    this.#stopping.abort()
  }

  get breakOff(): AbortSignal {
    return this.#breakingOff.signal
  }

  /** Nobody's answer is waited for any longer. */
  breakOffAll(): void {
    this.#breakingOff.abort()
  }

  /** Counts work that must come to an end before everything is quiet. */
  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#busy.delete(tracked))
    this.#busy.add(tracked)
    tracked.catch(() => {})
    return tracked
  }

  async quiet(): Promise<void> {
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy)
  }
}
