import { describe, expect, test } from 'vitest'
import { ROLES } from '../../core/party.ts'
import { CHECKPOINT_KINDS } from '../../core/return/return.ts'
import { METHOD_TYPES } from '../../core/words.ts'
import {
  advanceWord,
  bonusWord,
  componentWord,
  filedByWord,
  METHODS,
  methodAsked,
  sourceWord,
  trackingWord,
} from './words.ts'

describe('closed lists', () => {
  // conforms: enum filed_by.shopper
  // conforms: enum filed_by.merchant
  // conforms: enum filed_by.customer_support
  test('every role files as one of three', () => {
    expect(new Set(ROLES.map(role => filedByWord[role]))).toEqual(new Set(['shopper', 'merchant', 'customer_support']))
  })

  // conforms: enum tracking_status.*
  test('every thing a carrier says is a tracking status, and each of the nine is said', () => {
    expect(new Set([...CHECKPOINT_KINDS.map(kind => trackingWord[kind]), 'Pending'])).toEqual(
      new Set([
        'Pending',
        'InfoReceived',
        'InTransit',
        'OutForDelivery',
        'AttemptFail',
        'AvailableForPickup',
        'Delivered',
        'Exception',
        'Expired',
      ]),
    )
  })

  // conforms: enum shipment_source.*
  test('every source of a parcel is one of four', () => {
    expect(new Set(Object.values(sourceWord))).toEqual(
      new Set(['shopper_upload', 'merchant_upload', 'merchant_api', 'merchant_generate']),
    )
  })

  // conforms: enum shipping_documents_component.*
  // conforms: enum instant_exchange_status.*
  // conforms: enum bonus_credit_type.*
  test('documents, advances and bonuses have all their words', () => {
    expect(Object.values(componentWord)).toEqual(['label', 'packing_slip', 'conditional_shipping_document'])
    expect(Object.values(advanceWord)).toEqual(['pending', 'charged', 'canceled', 'failed'])
    expect(Object.values(bonusWord)).toEqual(['extra_credit', 'pre_discount_credit'])
  })

  // conforms: enum return_method_type.*
  test('every method of ours is asked for by exactly one word', () => {
    const asked = METHODS.flatMap(word => methodAsked(word).words.flat())
    const ours = [...METHOD_TYPES, 'none'].map(type => `method:${type}`)
    expect(asked.toSorted()).toEqual(ours.toSorted())
  })
})
