import { describe, expect, test } from 'vitest'
import { submitted } from '../../../../test/kit/given.ts'
import type { FileId } from '../../ids.ts'

describe('message', () => {
  test('goes to another side and says something', () => {
    expect(
      submitted().then({ verb: 'message', to: 'merchant', text: 'Where is it?' }, { by: 'shopper' }).ret.messages,
    ).toMatchObject([{ to: 'merchant', by: { role: 'shopper' } }])
    submitted()
      .when({ verb: 'message', to: 'platform', text: 'Hm' }, { by: 'arbiter' })
      .refuses('invalid', { path: 'to' })
    submitted().when({ verb: 'message', to: 'shopper', text: ' ' }).refuses('invalid', { path: 'text' })
    submitted()
      .when({ verb: 'message', to: 'shopper', text: '', media: ['file-1' as FileId] })
      .gives(['message.sent'])
  })
})
