import { describe, expect, test } from 'vitest'
import { anAddress } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import type { ItemId } from '../../ids.ts'
import type { Address } from '../../party.ts'
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

  test('it starts where somebody says, else where it is picked up, else where the shopper lives', () => {
    const from = (story: Story, named?: Address) => {
      const [event] = story.when({ verb: 'label', ...(named && { from: named }) }).events()
      return event && 'from' in event && event.from
    }
    const pickup = { ...anAddress(), city: 'Potsdam' }
    expect(from(ready())).toEqual(anAddress())
    expect(from(ready({ pickup }))).toEqual(pickup)
    expect(from(ready({ pickup }), { ...pickup, city: 'Halle' })).toEqual({ ...pickup, city: 'Halle' })
  })

  test('only methods with labels have labels', () => {
    approved({ method: 'in_store' }).when(label).refuses('label_unavailable', { method: 'in_store' })
    approved({ method: null }).when(label).refuses('label_unavailable', { method: null })
    approved({ method: 'in_store' })
      .then({ verb: 'choose', method: 'retailer_label' })
      .when(label)
      .gives(['label.ordered'])
  })

  test('pieces wait for one label only', () => {
    ready()
      .then(label)
      .when(label)
      .refuses('label_unavailable', { sentence: expect.stringContaining('being made') })
    const half = ready().then(story => ({
      verb: 'label',
      contents: [{ item: story.items[0]?.id as ItemId, quantity: 1 }],
    }))
    const [event] = half.when(label).events()
    expect(event).toMatchObject({ contents: [{ quantity: 1 }] })
  })

  test('pieces that are in a parcel need none', () => {
    ready()
      .then({ verb: 'ship', carrier: { ref: 7 } })
      .when(label)
      .refuses('label_unavailable', { sentence: expect.stringContaining('void') })
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
