import { describe, expect, test } from 'vitest'
import { approved, submitted } from '../../../../test/kit/given.ts'
import type { ActorId, FileId, ItemId, TagId } from '../../ids.ts'
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
