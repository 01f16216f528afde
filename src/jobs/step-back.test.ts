import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { openReceiver } from '../../test/kit/receiver.ts'
import { openTellingKit } from '../../test/kit/telling.ts'
import { query } from '../db/pool.ts'
import { watchForStepBack } from './step-back.ts'

const kit = await openKit()
const said: string[] = []
const say = (_facts: object, sentence: string) => void said.push(sentence)
const log = { info: say, warn: say, error: say }

const ordered = async () => {
  const { rows } = await query<{ next_at: string }>(kit.desk.db, {
    text: 'select next_at from errands order by next_at',
  })
  return rows.map(row => row.next_at)
}

test('what was put off by a clock that ran ahead is due when the clock is set right, and a clock that goes forwards changes nothing', async () => {
  const { desk, clock } = kit
  const { telling, endpoint, deliveries } = openTellingKit(kit)
  const receiver = await openReceiver(() => 500)
  const told = await endpoint(receiver.url)
  const heed = watchForStepBack(desk, log)
  const before = clock.now

  clock.forward(24)
  await heed()
  const ret = await kit.file(await kit.order())
  await kit.act(ret, { verb: 'approve', handling: 'keep' })
  await kit.act(ret, { verb: 'refund' }, 'owner')
  do await telling.quiet()
  while ((await telling.round()) > 0)
  await heed()
  const ahead = [...(await deliveries(told)).map(row => row.next_at), ...(await ordered())]
  expect(ahead.length).toBeGreaterThan(1)
  expect(ahead.every(at => at > before)).toBe(true)
  expect(said).toEqual([])

  clock.now = before
  await heed()
  const after = [...(await deliveries(told)).map(row => row.next_at), ...(await ordered())]
  expect(new Set(after)).toEqual(new Set([before]))
  expect(said).toEqual(['The clock was set back; what waits is tried at once'])
})
