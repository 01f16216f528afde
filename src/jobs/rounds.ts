import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './log.ts'

export type Rounds = {
  /** Does the next round now instead of after its pause. */
  nudge(): void
  /** Ends after the round at hand. */
  stop(): Promise<void>
}

const LONGEST_PAUSE_MS = 30_000

/**
 * Something done again and again while the process lives: at once when there was work, else after a pause. While it fails, because the database
 * is gone for instance, the pauses grow to half a minute; it is said once that it stands still, and once that it goes on.
 */
export function startRounds(name: string, round: () => Promise<unknown>, idleMs: number, log: Log): Rounds {
  const stopping = new AbortController()
  let nudged = new AbortController()
  let failures = 0

  const running = (async () => {
    while (!stopping.signal.aborted) {
      const worked = await round().then(wentWell, wentWrong)
      if (worked) continue
      const pauseMs = failures === 0 ? idleMs : Math.min(idleMs * 2 ** failures, LONGEST_PAUSE_MS)
      await pause(pauseMs, undefined, { signal: AbortSignal.any([stopping.signal, nudged.signal]) }).catch(() => {})
      nudged = new AbortController()
    }
  })()

  function wentWell(worked: unknown): boolean {
    if (failures > 0) log.info({ job: name, failures }, 'A job goes on')
    failures = 0
    return Boolean(worked)
  }

  function wentWrong(fault: Error): boolean {
    if (failures++ === 0) log.error({ job: name, err: fault }, 'A job stands still and is tried again')
    return false
  }

  return {
    nudge: () => nudged.abort(),
    async stop() {
      stopping.abort()
      await running
    },
  }
}
