import { describe, expect, test } from 'vitest'
import { NOON } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'
import type { OfferId } from '../../ids.ts'
import type { Offer } from '../return.ts'
import { countersLeft, negotiation, newestOffer, standingOffer } from './negotiation.ts'

const base = submitted().ret
const offer = (by: Offer['by'], end: Offer['end'] = null): Offer => ({
  id: 'offer-1' as OfferId,
  by,
  person: 'Kim',
  at: NOON,
  until: null,
  terms: { handling: 'keep', amount: null },
  end,
  endedAt: end && NOON,
})
const read = (...offers: Offer[]) => negotiation({ ...base, offers })

describe('negotiation', () => {
  test('the other side of the newest offer is awaited', () => {
    expect([
      read(),
      read(offer('merchant')),
      read(offer('shopper')),
      read(offer('shopper', 'superseded'), offer('merchant')),
    ]).toEqual(['none', 'awaiting_shopper', 'awaiting_merchant', 'awaiting_shopper'])
  })

  test('an accepted offer is an agreement, every other end is an end', () => {
    expect(
      (['accepted', 'declined', 'superseded', 'lapsed', 'overtaken'] as const).map(end => read(offer('merchant', end))),
    ).toEqual(['agreed', 'ended', 'ended', 'ended', 'ended'])
  })

  test('only an offer without an end can be answered', () => {
    expect(standingOffer({ ...base, offers: [offer('merchant', 'lapsed')] })).toBeUndefined()
    const ret = { ...base, offers: [offer('shopper', 'superseded'), offer('merchant')] }
    expect(standingOffer(ret)).toBe(ret.offers[1])
    expect(newestOffer(ret)).toBe(ret.offers[1])
  })

  test('each side has its own count of offers', () => {
    const ret = {
      ...base,
      offers: [offer('merchant', 'superseded'), offer('merchant', 'superseded'), offer('shopper')],
    }
    expect([
      countersLeft(ret, 'merchant', 2),
      countersLeft(ret, 'shopper', 2),
      countersLeft(ret, 'merchant', 1),
    ]).toEqual([0, 1, 0])
  })
})
