/** Closing the shop without leaving anybody standing in it. */
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { App } from './app.ts'

export type Drain = {
  isDraining(): boolean
  /**
   * Serves on for `lingerMs`, so that whoever sends us visitors hears that we are closing; then takes nobody new, answers what has begun, and after
   * `limitMs` more drops what is left. Gives how many connections were dropped.
   */
  drain(times: { lingerMs: number; limitMs: number }): Promise<number>
}

export function openDrain(app: App): Drain {
  let draining = false
  // A caller that keeps its connection open would come back over it for ever.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (draining) reply.header('connection', 'close')
    done(null, payload)
  })
  return {
    isDraining: () => draining,
    async drain({ lingerMs, limitMs }) {
      draining = true
      if (lingerMs > 0) await pause(lingerMs)
      return closed(app, limitMs)
    },
  }
}

async function closed(app: App, limitMs: number): Promise<number> {
  const done = new AbortController()
  const closing = app.close().finally(() => done.abort())
  const isLate = await pause(limitMs, true, { signal: done.signal, ref: false }).catch(() => false)
  const dropped = isLate ? await dropAll(app) : 0
  await closing
  return dropped
}

async function dropAll({ server }: App): Promise<number> {
  const left = await promisify(server.getConnections.bind(server))()
  server.closeAllConnections()
  return left
}
