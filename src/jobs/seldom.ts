import type { Log } from './log.ts'

const MINUTE_MS = 60_000

/** Says the same thing once a minute at most: what is broken for an hour need not fill the log. `quietMs` is for what is no more than worth knowing. */
export function seldom(log: Log, quietMs = MINUTE_MS): (level: keyof Log, facts: object, sentence: string) => void {
  const lastMs = new Map<string, number>()
  return (level, facts, sentence) => {
    const nowMs = performance.now()
    if (nowMs - (lastMs.get(sentence) ?? -Infinity) < quietMs) return
    lastMs.set(sentence, nowMs)
    log[level](facts, sentence)
  }
}
