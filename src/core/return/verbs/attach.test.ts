import { describe, expect, test } from 'vitest'
import { submitted } from '../../../../test/kit/given.ts'
import type { FileId, ItemId } from '../../ids.ts'

const item = 'id-1' as ItemId

describe('attach', () => {
  test('says whose photos they are, and takes each file once', () => {
    const media = ['file-1', 'file-1', 'file-2'] as FileId[]
    const shown = submitted().then({ verb: 'attach', item, media }, { by: 'shopper' })
    expect(shown.ret.items[0]?.media.map(one => [one.id, one.by, one.kind])).toEqual([
      ['file-1', 'shopper', 'photo'],
      ['file-2', 'shopper', 'photo'],
    ])
    expect(shown.when({ verb: 'attach', item, media }).events()).toEqual([])
    expect(
      shown.then({ verb: 'attach', item, media: ['film' as FileId], kind: 'video' }).ret.items[0]?.media.at(-1),
    ).toMatchObject({ by: 'merchant', kind: 'video' })
  })

  test('to an item of the return, and something', () => {
    submitted()
      .when({ verb: 'attach', item: 'nowhere' as ItemId, media: ['file-1' as FileId] })
      .refuses('not_found', { path: 'item' })
    submitted().when({ verb: 'attach', item, media: [] }).refuses('evidence_empty', { path: 'media' })
  })
})
