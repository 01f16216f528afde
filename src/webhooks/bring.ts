/** One message brought to its receiver: written, signed, sent, and its answer judged. */
import type { Endpoint, Message, News, PushFormat, Telling } from '../core/push.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import type { Taken } from '../db/deliveries.ts'
import { exchange } from './exchange.ts'
import { dropped, type Judged, judge, unwritten } from './outcome.ts'
import type { Post } from './post.ts'
import type { ToldPlace } from './told-news.ts'

/** What was taken until a moment, and all it takes to bring it. */
export type Parcel = {
  taken: Taken
  until: Instant
  endpoint: Endpoint
  format: PushFormat
  secrets: readonly string[]
  newsAt: (place: ToldPlace) => News | null
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
    const written = await write(format, taken, telling, newsAt)
    if (written === null) return dropped(taken)
    const { message, shop } = written
    const headers = { ...message.headers, ...format.sign(message, { id: taken.event, secrets, telling, shop }) }
    const letter = { url: endpoint.url, body: message.body, headers }
    const answer = await exchange(guard, letter, { timeoutMs: format.timeoutMs, breakOff: post.breakOff })
    return judge(format, taken, answer, { at, now: now(), chance: chance() })
  } catch (fault) {
    return unwritten(format, taken, fault as Error, { at, now: now(), chance: chance() })
  }
}

export const placeOf = ({ ret, sequence, ...told }: Taken): ToldPlace[] =>
  ret === null || sequence === null ? [] : [{ ...told, ret, sequence }]

type Written = { message: Message; shop: Shop | null }

/** Null: there is nothing to say. What is about no return is a message to try the receiver out. */
async function write(
  format: PushFormat,
  taken: Taken,
  telling: Telling,
  newsAt: Parcel['newsAt'],
): Promise<Written | null> {
  const [place] = placeOf(taken)
  const news = place === undefined ? null : newsAt(place)
  if (place !== undefined && news === null) return null
  // It was put on the way when nobody here spoke this language.
  if (news?.word === null && format.unit === 'act') return null
  const message = news ? await format.write(news, telling) : format.trial({ ...telling, id: taken.event, shop: null })
  return message && { message, shop: news?.shop ?? null }
}
