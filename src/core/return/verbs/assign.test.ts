import { describe, expect, test } from 'vitest'
import { submitted } from '../../../../test/kit/given.ts'
import type { ActorId } from '../../ids.ts'

describe('assign', () => {
  test('says whose desk it lies on, and takes it off again', () => {
    const to = 'agent-7' as ActorId
    const mine = submitted().then({ verb: 'assign', to })
    expect(mine.ret.assignee).toBe(to)
    expect(mine.when({ verb: 'assign', to }).events()).toEqual([])
    expect(mine.then({ verb: 'assign', to: null }).ret.assignee).toBeNull()
  })
})
