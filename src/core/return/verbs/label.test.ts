import { describe, expect, test } from 'vitest'
import { approved, asked, submitted, TIME_IS_UP, type Story } from '../../../../test/kit/given.ts'
import type { ItemId } from '../../ids.ts'
import type { Command } from '../commands.ts'

const label = { verb: 'label' } as const
const ready = (more: Parameters<typeof approved>[0] = {}) => approved({ method: 'retailer_label', ...more })
const itemOf = (story: Story) => story.ret.items[0]?.id as ItemId

describe('label', () => {
  test('merchant and house order labels, nobody else', () => {
    for (const by of ['owner', 'agent', 'system'] as const) ready().when(label, { by }).gives(['label.ordered'])
    for (const by of ['shopper', 'warehouse', 'carrier', 'arbiter'] as const)
      ready().when(label, { by }).refuses('forbidden')
  })

  test('a label is ordered while goods may set out: submitted, approved, expired', () => {
    submitted({ method: 'retailer_label' }).when(label, { by: 'agent' }).gives(['label.ordered'])
    ready().then({ verb: 'expire' }, TIME_IS_UP).when(label).gives(['label.ordered'])
    ready().then({ verb: 'reject', reason: 'No' }, { by: 'agent' }).when(label).refuses('not_open')
    submitted({ method: 'retailer_label', items: [asked(1, { handling: 'keep' })] })
      .when(label)
      .refuses('not_open')
  })

  test('it says where from, where to and what is inside', () => {
    const [event] = ready().when({ verb: 'label', reference: 'A-7' }).events()
    expect(event).toMatchObject({
      reference: 'A-7',
      from: { city: 'Berlin' },
      to: { city: 'Berlin' },
      contents: [{ quantity: 2 }],
    })
  })

  test('only methods with labels have labels', () => {
    approved({ method: 'in_store' }).when(label).refuses('label_unavailable', { method: 'in_store' })
    approved({ method: 'in_store' })
      .then({ verb: 'choose', method: 'retailer_label' })
      .when(label)
      .gives(['label.ordered'])
  })

  test('pieces wait for one label only', () => {
    ready().then(label).when(label).refuses('label_unavailable')
    const half = ready().then(story => ({
      verb: 'label',
      contents: [{ item: story.items[0]?.id as ItemId, quantity: 1 }],
    }))
    const [event] = half.when(label).events()
    expect(event).toMatchObject({ contents: [{ quantity: 1 }] })
  })

  test('after a failed label another one may be ordered', () => {
    const failed = ready()
      .then(label)
      .then(ret => ({ verb: 'print', label: ret.labels[0]?.id ?? '', failed: 'No such street' }), { by: 'system' })
    failed.when(label, { by: 'agent' }).gives(['label.ordered'])
  })

  test('contents are judged piece by piece', () => {
    const story = ready()
    const of = (quantity: number, item = itemOf(story)): Command => ({ verb: 'label', contents: [{ item, quantity }] })
    story.when(of(3)).refuses('quantity_exceeded', { path: 'contents[0].quantity', most: 2 })
    story.when(of(0)).refuses('quantity_invalid', { path: 'contents[0].quantity' })
    story.when(of(1, 'stranger' as ItemId)).refuses('unknown_line', { path: 'contents[0].item' })
  })
})
