import { describe, expect, test } from 'vitest'
import { refused } from '../../src/core/refusal.ts'
import { findOne } from '../../src/desk/look.ts'
import { openKit } from '../kit/desk.ts'
import { urlOf } from './in-process.ts'
import { folder, start } from './kit.ts'

const kit = await openKit()
const environment = { DATABASE_URL: urlOf(kit.database.target), BACKHAUL_DATA: await folder() }
/** A process starts, opens the queue and works; on a busy machine that takes its time. */
const eventually = { timeout: 25_000, interval: 100 }

const requestOf = async (id: Parameters<typeof findOne>[2]) => {
  const seen = await findOne(kit.desk, kit.as('owner'), id)
  return refused(seen) ? seen.code : seen.ret.request.state
}

describe('backhaul worker', () => {
  test('works off what is due, beside another one, and ends in peace when it is asked to', {
    timeout: 60_000,
  }, async () => {
    // The kit lives in the past, so its deadlines are over on any real clock.
    const ret = (await kit.act(await kit.file(await kit.order(), 1), { verb: 'approve' })).ret
    const workers = [start(['worker', '--json'], environment), start(['worker', '--json'], environment)]
    await Promise.all(workers.map(worker => worker.said(/"working":\s*true/)))
    await expect.poll(() => requestOf(ret.id), eventually).toBe('expired')
    for (const { child } of workers) child.kill('SIGTERM')
    for (const { ended } of workers) expect(await ended).toMatchObject({ code: 0, signal: null })
  })
})
