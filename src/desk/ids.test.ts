import { describe, expect, test } from 'vitest'
import { freshId, freshRma } from './ids.ts'

describe('ids', () => {
  const ids = Array.from({ length: 20_000 }, () => freshId<string>())

  test('are UUIDs of version 7', () => {
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('begin with the time of now', () => {
    const before = Date.now()
    const at = Number.parseInt(freshId<string>().replaceAll('-', '').slice(0, 12), 16)
    expect(at).toBeGreaterThanOrEqual(before)
    // Thousands within a millisecond run ahead of the clock by as many milliseconds as they fill.
    expect(at).toBeLessThanOrEqual(Date.now() + 1_000)
  })

  test('are unique and rise, however many are drawn at once', () => {
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(ids.toSorted())
  })

  test('end in chance', () => {
    expect(new Set(ids.map(id => id.slice(-12))).size).toBe(ids.length)
  })
})

describe('return numbers', () => {
  const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
  const numbers = Array.from({ length: 20_000 }, freshRma)

  test('are eight letters none of which looks like another', () => {
    for (const number of numbers) expect(number).toMatch(/^[2-9A-HJKMNP-Z]{8}$/)
  })

  test('use every letter equally often', () => {
    const drawn = numbers.join('')
    const mean = drawn.length / LETTERS.length
    const chiSquared = [...LETTERS].reduce(
      (all, letter) => all + (drawn.split(letter).length - 1 - mean) ** 2 / mean,
      0,
    )
    // 30 degrees of freedom: by chance above 100 once in ten thousand million runs; a remainder of 256 by 31 gives some 2,000.
    expect(chiSquared).toBeLessThan(100)
  })
})
