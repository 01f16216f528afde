/** Being asked to stop: by Ctrl-C, by a supervisor, or by a closed terminal. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal tells everybody in it, and npm and our launcher pass it on: what comes within this time is the same request. */
const SAME_REQUEST_MS = 500

/** Resolves at the first request to stop. A second one ends the process at once. */
export function askedToStop(): { asked: Promise<NodeJS.Signals>; aborted: AbortSignal } {
  const stopping = new AbortController()
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  let firstMs: number | null = null
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      firstMs ??= performance.now()
      if (performance.now() - firstMs > SAME_REQUEST_MS) process.exit(130)
      stopping.abort()
      resolve(signal)
    })
  }
  return { asked: promise, aborted: stopping.signal }
}
