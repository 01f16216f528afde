/** Being asked to stop: by Ctrl-C, by a supervisor, or by a closed terminal. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal tells everybody in it, and npm and our launcher pass it on: what comes within this time is the same request. */
const SAME_REQUEST_MS = 500

export type StopSignals = {
  /** Resolves at the first request. A second one ends the process at once. */
  asked: Promise<NodeJS.Signals>
  aborted: AbortSignal
  /** From here on a request ends the process as usual. */
  release(): void
}

export function listenForStop(): StopSignals {
  const stopping = new AbortController()
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  let firstMs: number | null = null
  const hear = (signal: NodeJS.Signals): void => {
    firstMs ??= performance.now()
    if (performance.now() - firstMs > SAME_REQUEST_MS) process.exit(130)
    stopping.abort()
    resolve(signal)
  }
  for (const signal of SIGNALS) process.on(signal, hear)
  return {
    asked: promise,
    aborted: stopping.signal,
    release: () => SIGNALS.forEach(signal => process.off(signal, hear)),
  }
}
