/** What a fault is: something that goes wrong on purpose, and a sentence about what came of it, with figures taken while it happened. */
export type Circumstances = {
  /** A folder for this fault alone; gone afterwards when nothing was wrong. */
  folder: string
  /** Seconds instead of minutes. */
  isShort: boolean
  seed: number
}

export type Finding = {
  /** What was measured, in one sentence. */
  sentence: string
  /** Everything that is not as it was promised; empty when all is well. */
  wrong: string[]
  /** It could not be tried on this machine; the sentence says why. */
  isSkipped?: boolean
}

export type Fault = {
  /** For `--only`. */
  name: string
  title: string
  run(on: Circumstances): Promise<Finding>
}

export const seconds = (ms: number | undefined): string =>
  ms === undefined || Number.isNaN(ms) ? 'never' : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`

/** The value that this share of all stay at or below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Waits until something is so, and gives how long that took. */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs: number, what: string): Promise<number> {
  const startedMs = performance.now()
  while (!(await isSo())) {
    if (performance.now() - startedMs > limitMs) throw new Error(`${what} did not happen within ${limitMs / 1_000} s.`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return performance.now() - startedMs
}
