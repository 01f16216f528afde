/** Keeps the errands going while the process lives: a round as soon as the last one found work, else after a pause. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '../desk/desk.ts'
import { type Outside, runErrands } from './errands.ts'

export type Worker = { stop: () => Promise<void> }

export function startWorker(
  desk: Desk,
  outside: Outside,
  options: { idleMs?: number; log?: (message: string) => void } = {},
): Worker {
  const stopping = new AbortController()
  const idleMs = options.idleMs ?? 500

  const running = (async () => {
    while (!stopping.signal.aborted) {
      const done = await runErrands(desk, outside).catch((fault: Error) => {
        options.log?.(`Outside work stands still: ${fault.message}`)
        return 0
      })
      if (done === 0) await pause(idleMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()

  return {
    /** Ends after the piece of work at hand. */
    async stop() {
      stopping.abort()
      await running
    },
  }
}
