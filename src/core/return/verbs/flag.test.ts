import { describe, expect, test } from 'vitest'
import { submitted } from '../../../../test/kit/given.ts'

describe('flag', () => {
  test('says why somebody has to look, and takes it off again', () => {
    const flagged = submitted().then({ verb: 'flag', why: 'Smells of smoke' })
    expect(flagged.ret.flagged).toBe('Smells of smoke')
    expect(flagged.then({ verb: 'flag', why: null }).ret.flagged).toBeNull()
  })
})
