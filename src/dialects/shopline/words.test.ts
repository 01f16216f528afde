import { describe, expect, test } from 'vitest'
import { REASON_CODES } from '../../core/reasons.ts'
import { REFUSAL_CODES } from '../../core/refusal.ts'
import { LINE_REASONS, REASON_HEARD, REASON_WORD, REFUSAL_STATUS, SEED_WORD, status, webhookStatus } from './words.ts'

describe('words', () => {
  test('every reason of theirs comes back as itself', () => {
    for (const word of LINE_REASONS) expect(REASON_WORD[REASON_HEARD[word]]).toBe(word)
  })

  test('every reason of ours has a word, except that none was given', () => {
    expect(REASON_CODES.filter(code => REASON_WORD[code] === null)).toEqual(['none'])
  })

  test('every refusal has a status the platform uses', () => {
    for (const code of REFUSAL_CODES) expect([403, 404, 422, 429]).toContain(REFUSAL_STATUS[code])
  })

  test('shops that keep to the published words say those two alone', () => {
    const words = [...Object.keys(status), ...Object.keys(webhookStatus)] as (keyof typeof webhookStatus)[]
    expect(new Set(words.map(word => SEED_WORD[word]))).toEqual(new Set(['OPEN', 'CLOSED']))
  })
})
