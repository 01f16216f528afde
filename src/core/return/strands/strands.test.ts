import { describe, expect, test } from 'vitest'
import { approved, asked, submitted } from '../../../../test/kit/given.ts'
import { strands } from './strands.ts'

describe('strands', () => {
  test('a return just filed', () => {
    expect(strands(submitted({ method: null }).ret)).toEqual({
      request: 'submitted',
      negotiation: 'none',
      dispute: 'none',
      evidence: 'not_due',
      compensation: 'not_applicable',
      transit: 'to_arrange',
      onward: 'none',
      receiving: 'awaited',
      settlement: 'none',
      handling: 'send_back',
      kind: 'after_delivery',
      inspector: 'merchant',
    })
  })

  test('a return whose goods stay is handled as kept; one travelling piece makes it travel', () => {
    expect(strands(approved({ items: [asked(1, { handling: 'keep' })] }).ret)).toMatchObject({
      handling: 'keep',
      transit: 'not_needed',
      receiving: 'not_needed',
    })
    expect(strands(approved({ items: [asked(1, { handling: 'keep' }), asked(1)] }).ret).handling).toBe('send_back')
  })
})
