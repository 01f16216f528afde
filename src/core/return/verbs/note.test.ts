import { describe, expect, test } from 'vitest'
import type { ActorId, FileId, ItemId, TagId } from '../../ids.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'
import type { Command } from '../commands.ts'

const item = 'id-1' as ItemId
const vip = 'tag-vip' as TagId

describe('what people write around a return', () => {
  const rejected = () => submitted().then({ verb: 'reject', reason: 'Worn' })
  const around: Command[] = [
    { verb: 'note', note: 'Called twice' },
    { verb: 'tag', tags: [vip] },
    { verb: 'assign', to: 'agent-7' as ActorId },
    { verb: 'flag', why: 'Smells of smoke' },
    { verb: 'message', to: 'shopper', text: 'Please send a photo' },
    { verb: 'attach', item, media: ['file-1' as FileId] },
  ]

  test('is open to the merchant in every state', () => {
    for (const command of around) {
      for (const story of [submitted(), approved(), rejected(), approved().then({ verb: 'resolve' })]) {
        expect(story.when(command, { by: 'agent' }).events(), command.verb).toHaveLength(1)
      }
    }
  })

  test('is the merchant’s alone, but for messages and photos', () => {
    for (const command of around) {
      const others = {
        message: ['warehouse', 'carrier', 'system'],
        attach: ['warehouse', 'carrier', 'system', 'arbiter'],
      } as const
      const forbidden =
        command.verb in others
          ? others[command.verb as 'message']
          : (['shopper', 'warehouse', 'carrier', 'system', 'arbiter'] as const)
      for (const by of forbidden) submitted().when(command, { by }).refuses('forbidden')
    }
  })
})

describe('note', () => {
  test('replaces the one before; an empty one takes it off', () => {
    const noted = submitted().then({ verb: 'note', note: ' Called twice ' })
    expect(noted.ret.note).toBe('Called twice')
    expect(noted.then({ verb: 'note', note: ' ' }).ret.note).toBeNull()
    expect(noted.then({ verb: 'note', note: null }).ret.note).toBeNull()
  })
})

describe('tag', () => {
  test('sets the tags of the return or of one item', () => {
    expect(submitted().then({ verb: 'tag', tags: [vip, vip] }).ret.tags).toEqual([vip])
    const tagged = submitted().then({ verb: 'tag', item, tags: [vip] })
    expect(tagged.ret.items[0]?.tags).toEqual([{ id: vip, at: '2026-03-10T12:00:00.000Z' }])
    expect(tagged.then({ verb: 'tag', item, tags: [] }).ret.items[0]?.tags).toEqual([])
  })

  test('a tag that stays keeps the moment it came', () => {
    const later = { tray: { at: '2026-03-11T12:00:00.000Z' as never } }
    const again = submitted()
      .then({ verb: 'tag', item, tags: [vip] })
      .then({ verb: 'tag', item, tags: [vip] }, later)
    expect(again.ret.items[0]?.tags[0]?.at).toBe('2026-03-10T12:00:00.000Z')
  })

  test('only tags of the shop, only items of the return', () => {
    submitted()
      .when({ verb: 'tag', tags: [vip, 'tag-x' as TagId] })
      .refuses('invalid', { path: 'tags[1]' })
    submitted()
      .when({ verb: 'tag', item: 'nowhere' as ItemId, tags: [vip] })
      .refuses('not_found', { path: 'item' })
  })
})

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

describe('assign and flag', () => {
  test('change whose desk it lies on and whether somebody has to look', () => {
    const to = 'agent-7' as ActorId
    const mine = submitted().then({ verb: 'assign', to })
    expect(mine.ret.assignee).toBe(to)
    expect(mine.when({ verb: 'assign', to }).events()).toEqual([])
    expect(mine.then({ verb: 'assign', to: null }).ret.assignee).toBeNull()
    const flagged = submitted().then({ verb: 'flag', why: 'Smells of smoke' })
    expect(flagged.ret.flagged).toBe('Smells of smoke')
    expect(flagged.then({ verb: 'flag', why: null }).ret.flagged).toBeNull()
  })
})
