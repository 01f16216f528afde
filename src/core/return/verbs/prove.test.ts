import { describe, expect, test } from 'vitest'
import { aPolicy } from '../../../../test/kit/cast.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'
import type { FileId } from '../../ids.ts'
import type { Command } from '../commands.ts'
import { photosMissing } from '../deadlines.ts'

const prove: Command = { verb: 'prove', media: ['file-1' as FileId], text: 'Worn at the heel' }
const raised = () => submitted().then({ verb: 'dispute', reason: 'objection', text: '' })
const judging = () => raised().then({ verb: 'examine' }, { by: 'arbiter' })

describe('prove', () => {
  test('the merchant proves while evidence is due, and may replace it until the verdict', () => {
    for (const by of ['owner', 'agent'] as const) raised().when(prove, { by }).gives(['evidence.given'])
    judging()
      .then(prove)
      .when(prove)
      .leaves({ evidence: ['given'], dispute: ['judging'] })
  })

  test('giving it does not take the dispute up by itself', () => {
    raised()
      .when(prove)
      .leaves({ dispute: ['raised'], evidence: ['given'] })
  })

  test('a later proof of the same side takes the place of the earlier one', () => {
    const { evidenceGiven } = raised().then(prove).then({ verb: 'prove', media: [], text: 'And stained' }).ret
    expect(evidenceGiven.map(given => [given.text, given.replacedBy !== null])).toEqual([
      ['Worn at the heel', true],
      ['And stained', false],
    ])
  })

  test('too late is too late, and there is nothing to prove without a dispute', () => {
    raised()
      .then({ verb: 'lapse', kind: 'evidence' }, { by: 'system', tray: { at: '2026-03-12T12:00:00.000Z' as never } })
      .when(prove)
      .refuses('evidence_overdue')
    submitted().when(prove).refuses('not_open')
    raised().then(prove).then({ verb: 'withdraw' }).when(prove).refuses('not_open')
  })

  test('the shopper shows something for the request, or answers in the dispute', () => {
    submitted().when(prove, { by: 'shopper' }).gives(['evidence.given'])
    expect(submitted().then(prove, { by: 'shopper' }).ret.evidenceGiven[0]).toMatchObject({
      side: 'shopper',
      about: 'request',
    })
    const { ret } = judging().then(prove, { by: 'shopper' })
    expect(ret.evidenceGiven[0]).toMatchObject({ side: 'shopper', about: 'dispute' })
    expect(ret.evidence.state).toBe('due')
    approved().when(prove, { by: 'shopper' }).refuses('not_open')
  })

  test('photos for the request answer what policy wanted to see', () => {
    const policy = aPolicy([
      { id: 'photos' as never, name: 'photos', when: {}, then: [{ require: 'photo' }], priority: 0 },
    ])
    const waiting = submitted({}, { policy })
    expect(photosMissing(waiting.ret)).toBe(true)
    expect(photosMissing(waiting.then({ verb: 'prove', media: [], text: 'No camera' }, { by: 'shopper' }).ret)).toBe(
      true,
    )
    expect(photosMissing(waiting.then(prove, { by: 'shopper' }).ret)).toBe(false)
  })

  test('nothing is no proof', () => {
    raised().when({ verb: 'prove', media: [], text: ' ' }).refuses('evidence_empty', { path: 'media' })
  })

  test('others have nothing to prove', () => {
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      raised().when(prove, { by }).refuses('forbidden')
  })
})
