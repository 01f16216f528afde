/** Measuring fairly: what is compared runs in turns within one run, so that a slow moment of the machine hits both. */
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'

/** `ratio` is the median of the rounds' ratios to the first way: each compares two turns that ran right after each other. */
export type Rate = { perSecond: number; ratio: number }
export type Timed = Rate & { p50Ms: number; p99Ms: number }

/** Runs `work` from several clients at once for a while; every call is timed. */
export async function slice(
  work: (client: number) => Promise<unknown>,
  clients: number,
  ms: number,
): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + ms
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        const started = performance.now()
        await work(client)
        times.push(performance.now() - started)
      }
    }),
  )
  return times
}

type Slices = { clients?: number; sliceMs?: number; rounds?: number }

/** Several ways of doing the same small work, each for a slice of time and in turns. A turn's `after` is not measured. */
export async function compare<Name extends string>(
  ways: Record<Name, (client: number) => Promise<unknown>>,
  { clients = 8, sliceMs = 700, rounds = 6, after }: Slices & { after?: (name: Name) => Promise<void> } = {},
): Promise<Record<Name, Timed>> {
  const times = new Map<Name, number[]>()
  const turns = namesOf(ways).map(name => [name, turn(name)] as const)
  const rates = await inTurns(Object.fromEntries(turns) as Record<Name, Turn>, rounds)
  return mapped(rates, (rate, name) => {
    const all = (times.get(name) ?? []).toSorted((a, b) => a - b)
    return { ...rate, p50Ms: at(all, 0.5), p99Ms: at(all, 0.99) }
  })

  function turn(name: Name): Turn {
    return {
      after: async () => after?.(name),
      async work({ warm }) {
        const found = await slice(ways[name], clients, sliceMs)
        if (warm) times.set(name, [...(times.get(name) ?? []), ...found])
        return found.length
      },
    }
  }
}

/** `work` gives how many pieces it did, and is told whether everybody had a first round already. What stands around it is not measured. */
export type Turn = {
  before?: () => Promise<unknown>
  work: (so: { warm: boolean }) => Promise<number>
  after?: () => Promise<unknown>
}

/** Several ways of doing the same, in turns; the first round only warms up. */
export async function inTurns<Name extends string>(
  ways: Record<Name, Turn>,
  rounds: number,
): Promise<Record<Name, Rate>> {
  const names = namesOf(ways)
  const rates = mapped(ways, (): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { before, work, after } = ways[name]
      await before?.()
      const started = performance.now()
      const done = await work({ warm: round > 0 })
      if (round > 0) rates[name].push((done * 1000) / (performance.now() - started))
      await after?.()
    }
  }
  const first = rates[names[0] as Name]
  return mapped(rates, own => ({
    perSecond: median(own),
    ratio: median(own.map((rate, round) => rate / (first[round] ?? rate))),
  }))
}

/** The median time of one client, in turns. The first round, through all of the ways, only warms up. */
export async function oneByOne<Name extends string>(
  ways: Record<Name, () => Promise<unknown>>,
  { sliceMs = 250, rounds = 4 }: Slices = {},
): Promise<Record<Name, number>> {
  const timed = await compare(ways, { clients: 1, sliceMs, rounds })
  return mapped(timed, ({ p50Ms }) => p50Ms)
}

const namesOf = <Name extends string>(ways: Record<Name, unknown>): Name[] => Object.keys(ways) as Name[]

const mapped = <Name extends string, A, B>(from: Record<Name, A>, to: (value: A, name: Name) => B): Record<Name, B> =>
  Object.fromEntries(namesOf(from).map(name => [name, to(from[name], name)])) as Record<Name, B>

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const median = (values: readonly number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    0.5,
  )

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** The leanest client at hand, so that it is the server that is measured. */
export const call = (url: string, key: string, method = 'GET', body?: unknown): Promise<Answer> =>
  ask(url, { authorization: `Bearer ${key}` }, method, body)

export type Answer = { status: number; text: string }

/** The same for callers who prove themselves in another way. */
export function ask(url: string, headers: Record<string, string>, method = 'GET', body?: unknown): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: {
          ...headers,
          ...(payload !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          }),
        },
      },
      answer => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(payload)
  })
}
