/** People who ask again and again while something is wrong, with a watch in their hand. */
import { setTimeout as pause } from 'node:timers/promises'
import { quantile, seconds } from './fault.ts'

export type Answer = {
  what: string
  startedMs: number
  tookMs: number
  /** Null when the connection broke or nobody answered at all. */
  status: number | null
  code: string | null
  retryAfter: string | null
}

export type Asking = { path: string; method?: string; body?: () => object; key?: string }

/** Longer than anybody may be left waiting. */
const LIMIT_MS = 60_000
const BETWEEN_MS = 150

/** While something is done, one of each kind asks at a time; the next question comes when the last is answered. */
export async function withCallers<T>(
  url: string,
  questions: Record<string, Asking>,
  during: (answers: readonly Answer[]) => Promise<T>,
): Promise<T> {
  const answers: Answer[] = []
  const stopping = new AbortController()
  const loops = Object.entries(questions).map(async ([what, asking]) => {
    for (let turn = 0; !stopping.signal.aborted; turn++) {
      answers.push(await ask(url, what, asking, turn))
      await pause(BETWEEN_MS)
    }
  })
  try {
    return await during(answers)
  } finally {
    stopping.abort()
    await Promise.all(loops)
  }
}

async function ask(url: string, what: string, asking: Asking, turn: number): Promise<Answer> {
  const startedMs = performance.now()
  const none = { status: null, code: null, retryAfter: null }
  const heard = await fetch(url + asking.path, {
    method: asking.method ?? 'GET',
    headers: {
      ...(asking.key && { authorization: `Bearer ${asking.key}` }),
      ...(asking.body && { 'content-type': 'application/json', 'idempotency-key': `${what}-${turn}` }),
    },
    ...(asking.body && { body: JSON.stringify(asking.body()) }),
    signal: AbortSignal.timeout(LIMIT_MS),
  }).then(
    async answer => ({
      status: answer.status,
      code: answer.ok ? null : ((JSON.parse((await answer.text()) || '{}') as { code?: string }).code ?? null),
      retryAfter: answer.headers.get('retry-after'),
    }),
    () => none,
  )
  return { what, startedMs, tookMs: performance.now() - startedMs, ...heard }
}

/** Nobody waits longer than this for a no. */
const NO_WITHIN_MS = 15_000

/** What is wrong with how callers were answered: never silence, never a 500, always a word on when to come back. */
export function complaints(answers: readonly Answer[], codes: readonly string[]): string[] {
  const wrong = new Set<string>()
  for (const { what, status, code, retryAfter, tookMs } of answers) {
    if (status === null) wrong.add(`${what}: no answer at all after ${seconds(tookMs)}.`)
    else if (status === 503 && retryAfter === null) wrong.add(`${what}: 503 ${code} without Retry-After.`)
    else if (status === 503 && !codes.includes(code ?? '')) wrong.add(`${what}: 503 with the code ${code}.`)
    else if (status >= 400 && status !== 503) wrong.add(`${what}: answered ${status} ${code}.`)
    if (tookMs > NO_WITHIN_MS) wrong.add(`${what}: an answer took ${seconds(tookMs)}.`)
  }
  return [...wrong]
}

/** Such as `14 times 503 after 0.01 s (median) to 9.20 s`. */
export function refusals(answers: readonly Answer[]): string {
  const took = answers.filter(({ status }) => status === 503).map(({ tookMs }) => tookMs)
  if (took.length === 0) return 'nobody was refused'
  return `${took.length} × 503 after ${seconds(quantile(took, 0.5))} (median) to ${seconds(Math.max(...took))}`
}

/** When the first of them that was asked after this moment was answered with a yes, counted from it. */
export const firstYes = (answers: readonly Answer[], what: string, afterMs: number): number | undefined =>
  answers
    .filter(answer => answer.what === what && answer.status !== null && answer.status < 300)
    .map(answer => answer.startedMs + answer.tookMs - afterMs)
    .find(ms => ms > 0)
