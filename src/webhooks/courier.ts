/**
 * One courier per endpoint that has something due. It takes messages, brings as many at once as the endpoint bears, and when answers are in writes them down
 * and takes more, until nothing is due. It waits only for its own receiver: that others are slow is nothing to it.
 */
import type { OrgId } from '../core/ids.ts'
import type { Endpoint, PushFormat } from '../core/push.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { needNotLast, type Taken, takeDeliveries } from '../db/deliveries.ts'
import { lockEndpoint, type StoredEndpoint } from '../db/endpoints.ts'
import { send } from '../db/send.ts'
import { type Transaction, transaction } from '../db/transaction.ts'
import { bring, type Parcel, placeOf } from './bring.ts'
import { givenBack, type Judged } from './outcome.ts'
import type { Post } from './post.ts'
import { gatherNews } from './told-news.ts'
import { writeDown } from './write-down.ts'

/** After so many bad answers in a row one message at a time is enough to see whether the receiver is back. */
const DOUBTFUL_FAILURES = 5
/** How many times what may be under way a quick receiver's messages are taken ahead, so that nobody waits for the database in between. */
const AHEAD = 8
/** Taken for as long as so many exchanges may last; what has not set out by then is given back. A worker that died is missed no longer than this. */
const LEASE_EXCHANGES = 2
/** For everything around the exchange. */
const MARGIN_MS = 15_000

/** What was taken at one time, and what it takes to bring it. */
type Bag = Omit<Parcel, 'taken' | 'newsAt'> & { taken: Taken[] }

export class Courier {
  readonly #post: Post
  readonly #org: OrgId
  readonly #id: string
  /** Taken, and not yet on its way. */
  #queue: Parcel[] = []
  #underWay = 0
  /** Answered, and not yet written down. */
  #judged: Judged[] = []
  #concurrency = 1
  /** The next taking begins when no more than this is left in the queue. */
  #lowWater = 0
  #running: Promise<number> | null = null

  constructor(post: Post, org: OrgId, id: string) {
    this.#post = post
    this.#org = org
    this.#id = id
  }

  get isIdle(): boolean {
    return this.#inHand === 0 && this.#running === null
  }

  get #inHand(): number {
    return this.#queue.length + this.#underWay + this.#judged.length
  }

  /** Writes down what is in and takes what is due; gives how many messages were taken. Only once at a time. */
  go(): Promise<number> {
    this.#running ??= this.#post.track(this.#pass())
    return this.#running
  }

  async #pass(): Promise<number> {
    let isWell = false
    try {
      const taken = await this.#post.gate.through(() => this.#atTheDatabase())
      isWell = true
      return taken
    } finally {
      this.#running = null
      if (isWell) this.#goOn()
    }
  }

  /** Brings what is at hand and sees to it that there will be more. A fault outside a round waits for the next round, which tries again. */
  #goOn(): void {
    if (this.#post.isStopping) this.#layDown()
    while (this.#underWay < this.#concurrency) {
      const parcel = this.#queue.shift()
      if (parcel === undefined) break
      this.#start(parcel)
    }
    if (this.#judged.length === 0 || this.#queue.length > this.#lowWater) return
    this.go().catch((fault: Error) => {
      this.#post.options.log.error({ org: this.#org, endpoint: this.#id, err: fault }, 'Telling stands still')
    })
  }

  #start(parcel: Parcel): void {
    const now = this.#post.options.now()
    // It lay here for so long that another worker may have it before this one is through.
    if (epochMs(now) + parcel.format.timeoutMs > epochMs(parcel.until)) {
      this.#judged.push(givenBack(parcel.taken, now))
      return
    }
    this.#underWay++
    const bringing = bring(this.#post, parcel).then(judged => {
      this.#judged.push(judged)
      this.#underWay--
      this.#goOn()
    })
    void this.#post.track(bringing)
  }

  /** What has not set out is given back. */
  #layDown(): void {
    const now = this.#post.options.now()
    this.#judged.push(...this.#queue.map(({ taken }) => givenBack(taken, now)))
    this.#queue = []
  }

  async #atTheDatabase(): Promise<number> {
    const judged = this.#judged
    const room = this.#post.isStopping ? 0 : this.#post.reserve(this.#inHand)
    let used = 0
    try {
      if (judged.length === 0 && room === 0) return 0
      const mine = this.#inHand - judged.length
      this.#judged = []
      const bag = await this.#changeHands(judged, room, mine).catch((fault: Error) => {
        this.#judged.unshift(...judged)
        throw fault
      })
      this.#post.giveBack(judged.length)
      used = bag?.taken.length ?? 0
      if (bag !== null && used > 0) await this.#fillQueue(bag)
      return used
    } finally {
      this.#post.giveBack(room - used)
    }
  }

  /**
   * What is done is written down and what is due is taken, in one transaction. The endpoint's row is held meanwhile, so that two workers do not both find
   * room for the last message, and whatever was just changed about it counts.
   */
  async #changeHands(judged: readonly Judged[], room: number, mine: number): Promise<Bag | null> {
    const { db, log, fresh } = this.#post.options
    const now = this.#post.options.now()
    const changed = await transaction(
      db,
      async tx => {
        send(needNotLast(tx))
        const stored = await lockEndpoint(tx, this.#org, this.#id)
        if (stored === null) return null
        const endpoint = await writeDown(tx, stored, judged, { now, fresh })
        const heard = judged.filter(({ says }) => says === 'heard').length
        const bag = await this.#take(tx, { ...stored, endpoint }, { room, mine, heard, now })
        return { endpoint, isJustOff: endpoint.state === 'off' && stored.endpoint.state === 'on', bag }
      },
      { retries: 3 },
    )
    if (changed === null || changed.endpoint.state === 'off') this.#layDown()
    if (changed?.isJustOff) {
      const { name, why } = changed.endpoint
      log.warn({ org: this.#org, endpoint: this.#id, name, why }, 'An endpoint was switched off')
    }
    return changed?.bag ?? null
  }

  /** A receiver that has just heard as many as it may at once is quick, and more are taken ahead for it; one that is slow has none waiting here. */
  async #take(
    tx: Transaction,
    { endpoint, sealed }: StoredEndpoint,
    { room, mine, heard, now }: { room: number; mine: number; heard: number; now: Instant },
  ): Promise<Bag | null> {
    const tools = endpoint.state === 'off' || room === 0 ? null : this.#toolsFor(endpoint, sealed)
    if (tools === null) return null
    const isDoubtful = endpoint.failures >= DOUBTFUL_FAILURES
    this.#concurrency = isDoubtful ? 1 : endpoint.concurrency
    const ahead = isDoubtful ? 1 : endpoint.concurrency * (heard >= endpoint.concurrency ? AHEAD : 1)
    const until = instantOf(epochMs(now) + tools.format.timeoutMs * LEASE_EXCHANGES + MARGIN_MS)
    const taking = { now, until, concurrency: this.#concurrency, ahead, mine, limit: room }
    return { endpoint, until, ...tools, taken: await takeDeliveries(tx, this.#org, this.#id, taking) }
  }

  /** Null when they are missing: nothing is sent unsigned, and everything waits until the installation has its secret or its format again. */
  #toolsFor(endpoint: Endpoint, sealed: string): { format: PushFormat; secrets: string[] } | null {
    const { formats, secretsOf } = this.#post.options
    const format = formats[endpoint.format]
    if (format === undefined) {
      this.#post.complain(this.#id, { org: this.#org, format: endpoint.format }, 'Nobody here speaks this format')
      return null
    }
    try {
      return { format, secrets: secretsOf(this.#org, this.#id, sealed) }
    } catch (fault) {
      this.#post.complain(this.#id, { org: this.#org, err: fault }, 'The secrets of an endpoint cannot be opened')
      return null
    }
  }

  /** Without its material nothing can be brought, and all of it is given back. */
  async #fillQueue({ taken, ...bag }: Bag): Promise<void> {
    const { db, now } = this.#post.options
    try {
      const newsAt = await gatherNews(db, this.#org, taken.flatMap(placeOf), this.#post.standing)
      this.#queue.push(...taken.map(one => ({ ...bag, taken: one, newsAt })))
      this.#lowWater = Math.floor(this.#queue.length / 4)
    } catch (fault) {
      this.#judged.push(...taken.map(one => givenBack(one, now())))
      throw fault
    }
  }
}
