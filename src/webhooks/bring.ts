/** One message brought to its receiver: written, signed, sent, and its answer judged. */
import type { Endpoint, Message, News, PushFormat, Telling } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import type { Taken } from '../db/deliveries.ts'
import type { Place } from '../db/news.ts'
import { exchange } from './exchange.ts'
import { dropped, type Judged, judge, unwritten } from './outcome.ts'
import type { Post } from './post.ts'

/** What was taken until a moment, and all it takes to bring it. */
export type Parcel = {
  taken: Taken
  until: Instant
  endpoint: Endpoint
  format: PushFormat
  secrets: readonly string[]
  newsAt: (place: Place) => News | null
}

export async function bring(post: Post, parcel: Parcel): Promise<Judged> {
  const { endpoint, taken } = parcel
  const judged = await attempt(post, parcel)
  if (judged.says !== 'none' || judged.state === 'dropped') {
    const latencyMs = judged.tried?.latencyMs ?? 0
    post.options.told?.({ format: endpoint.format, outcome: OUTCOMES[judged.state], latencyMs })
  }
  if (judged.says === 'ours')
    post.options.log.error(
      { org: endpoint.org, endpoint: endpoint.id, delivery: taken.id, error: judged.tried?.error },
      'A message could not be written',
    )
  return judged
}

const OUTCOMES = { done: 'heard', waiting: 'failed', dead: 'dead', dropped: 'dropped' } as const

async function attempt(post: Post, { taken, endpoint, format, secrets, newsAt }: Parcel): Promise<Judged> {
  const { now, guard, chance = Math.random } = post.options
  const at = now()
  const telling: Telling = { endpoint, at, attempt: taken.attempt }
  try {
    const message = write(format, taken, telling, newsAt)
    if (message === null) return dropped(taken)
    const headers = { ...message.headers, ...format.sign(message, { id: taken.event, secrets, telling }) }
    const letter = { url: endpoint.url, body: message.body, headers }
    const answer = await exchange(guard, letter, { timeoutMs: format.timeoutMs, breakOff: post.breakOff })
    return judge(format, taken, answer, { at, now: now(), chance: chance() })
  } catch (fault) {
    return unwritten(format, taken, fault as Error, { at, now: now(), chance: chance() })
  }
}

export const placeOf = ({ ret, sequence }: Taken): Place[] =>
  ret === null || sequence === null ? [] : [{ ret, sequence }]

/** Null: there is nothing to say. What is about no return is a message to try the receiver out. */
function write(format: PushFormat, taken: Taken, telling: Telling, newsAt: Parcel['newsAt']): Message | null {
  const [place] = placeOf(taken)
  if (place === undefined) return format.trial({ ...telling, id: taken.event, shop: null })
  const news = newsAt(place)
  return news === null ? null : format.write(news, telling)
}
