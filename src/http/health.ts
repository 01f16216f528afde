/** What load balancers and supervisors ask: is the process alive, and can it serve. */
import type { App } from './app.ts'
import { sendProblem } from './problem.ts'

const UNASKED = { schema: { hide: true }, logLevel: 'warn' as const, config: { rateLimit: false as const } }

/** `isReady` is asked for every `/readyz`; a rejection counts as no. */
export function showHealth(app: App, isReady: () => Promise<boolean>): void {
  app.get('/healthz', UNASKED, async () => ({ status: 'ok' }))

  app.get('/readyz', UNASKED, async (_request, reply) => {
    if (await isReady().catch(() => false)) return { status: 'ready' }
    return sendProblem(reply.header('retry-after', 5), {
      status: 503,
      code: 'not_ready',
      detail: 'The database does not answer, or this process is being stopped. Ask again in a few seconds.',
    })
  })
}
