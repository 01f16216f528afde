/** What load balancers and supervisors ask: is the process alive, and can it serve. */
import type { App } from './app.ts'
import { sendProblem } from './problem.ts'

/** `code` is for programs; it says whether to wait (the database comes back) or to go elsewhere (this process does not). */
export type NotReady = { code: 'stopping' | 'database_unavailable'; detail: string }

export const STOPPING: NotReady = {
  code: 'stopping',
  detail: 'This process is being stopped and takes nothing new. Ask another one.',
}

const NO_DATABASE: NotReady = {
  code: 'database_unavailable',
  detail: 'The database does not answer. Ask again in a few seconds.',
}

export type Readiness = {
  isStopping: () => boolean
  /** Fulfilled when the database answered. */
  askDatabase: () => Promise<unknown>
  /** When it answered anybody last, on the clock of `performance.now`. A busy database that answers is not one that is gone. */
  lastAnswerMs?: () => number
  /** How long it may take. */
  limitMs?: number
}

export type Health = {
  /** Whether somebody watches `/readyz` and has to be given time to hear a no. */
  wasAskedWithin(ms: number): boolean
}

const LIMIT_MS = 2_000
const UNASKED = { schema: { hide: true }, logLevel: 'warn' as const, config: { rateLimit: false as const } }

export function showHealth(app: App, readiness: Readiness): Health {
  let askedMs = Number.NEGATIVE_INFINITY
  const database = watchDatabase(readiness)
  app.get('/healthz', UNASKED, async () => ({ status: 'ok' }))

  app.get('/readyz', UNASKED, async (_request, reply) => {
    askedMs = performance.now()
    const trouble = readiness.isStopping() ? STOPPING : (await database()) ? null : NO_DATABASE
    if (trouble === null) return { status: 'ready' }
    return sendProblem(reply.header('retry-after', 5), { status: 503, ...trouble })
  })
  return { wasAskedWithin: ms => performance.now() - askedMs < ms }
}

/** Whoever asks while a question is out shares its answer: a database that is gone is not asked ever more often. */
function watchDatabase({ askDatabase, lastAnswerMs, limitMs = LIMIT_MS }: Readiness): () => Promise<boolean> {
  let underWay: Promise<boolean> | null = null
  const ask = async (): Promise<boolean> => {
    const startedMs = performance.now()
    const answered = await within(
      askDatabase().then(
        () => true,
        () => false,
      ),
      limitMs,
    )
    return answered || (lastAnswerMs?.() ?? Number.NEGATIVE_INFINITY) > startedMs
  }
  return () =>
    (underWay ??= ask().finally(() => {
      underWay = null
    }))
}

async function within(answer: Promise<boolean>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, limitMs, false)
  })
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}
