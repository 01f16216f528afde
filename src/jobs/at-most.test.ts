import { expect, test } from 'vitest'
import { atMost } from './at-most.ts'

test('only so many at a time, and everybody has a turn', async () => {
  let now = 0
  let most = 0
  const done: number[] = []
  await atMost(3, [1, 2, 3, 4, 5, 6, 7], async one => {
    most = Math.max(most, ++now)
    await new Promise(resolve => setImmediate(resolve))
    now--
    done.push(one)
  })
  expect(most).toBe(3)
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a fault is told when those under way have ended, and nothing more is begun', async () => {
  const ended: number[] = []
  const work = atMost(2, [1, 2, 3, 4], async one => {
    if (one === 1) throw new Error('The first broke.')
    await new Promise(resolve => setImmediate(resolve))
    ended.push(one)
  })
  await expect(work).rejects.toThrow('The first broke.')
  expect(ended).toEqual([2])
})
