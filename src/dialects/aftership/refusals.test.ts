import { describe, expect, test } from 'vitest'
import { REFUSAL_CODES, refuse } from '../../core/refusal.ts'
import { type Call, refusalOf } from './refusals.ts'

const CALLS: Call[] = [
  'read',
  'create',
  'approve',
  'resolve',
  'reject',
  'receive',
  'attach',
  'remove',
  'item',
  'drop',
  'link',
  'older_transition',
  'older_receive',
  'older_ship',
  'older_item',
]

describe('a no', () => {
  test.each(REFUSAL_CODES)('%s has an answer in every call, of the kinds the platform knows', code => {
    const kinds = CALLS.map(call => {
      const { status, code: number, type, message, data } = refusalOf(call, refuse(code, { sentence: 'No.' }))
      expect(Math.floor(number / 100)).toBe(status)
      expect(data).toBeNull()
      expect(message).not.toBe('')
      return type
    })
    const known = [
      'NotFound',
      'Forbidden',
      'Conflict',
      'ConflictTransitionStatuses',
      'UnprocessableEntity',
      'InvalidTransitonStatuses',
      'TooManyRequests',
    ]
    expect(known).toEqual(expect.arrayContaining(kinds))
  })

  // conforms: error 409/40900
  // conforms: error 422/42252
  // conforms: error 409/40901
  // conforms: error 404/40406
  // conforms: error 404/40425
  // conforms: error 422/42225
  // conforms: error 422/42213
  // conforms: error 422/42247
  // conforms: error 429/42900
  // conforms: error 403/40300
  test.each<[Call, (typeof REFUSAL_CODES)[number], number, number, string]>([
    ['approve', 'not_open', 409, 40900, 'Approval status can only be changed from submitted to approved'],
    ['resolve', 'not_open', 409, 40900, 'Approval status can only be changed from approve, expired to done'],
    ['reject', 'disputed', 409, 40900, 'Approval status can only be changed from approve, expired to rejected'],
    ['reject', 'goods_received', 409, 40900, 'Approval status can only be changed from approve, expired to rejected'],
    ['receive', 'not_open', 422, 42200, 'Unprocessable entity'],
    ['older_transition', 'not_open', 422, 42252, 'Invalid transition statuses.'],
    ['older_transition', 'stale_version', 409, 40901, 'Conflict transition statuses.'],
    ['item', 'not_found', 404, 40406, 'Return not found'],
    ['item', 'unknown_line', 404, 40425, 'Return item not found'],
    ['receive', 'unknown_line', 422, 42225, 'Return item not exists'],
    ['create', 'unknown_line', 422, 42200, 'Request items mismatch order items'],
    ['receive', 'quantity_exceeded', 422, 42213, 'Exceeds the acceptable return item quantity'],
    ['receive', 'over_received', 422, 42213, 'Exceeds the acceptable return item quantity'],
    ['receive', 'grading_exceeds', 422, 42247, 'Grading quantity should not exceed the receive item quantity'],
    ['remove', 'quantity_exceeded', 422, 42200, 'Cannot remove more items than available in the return'],
    ['remove', 'goods_received', 422, 42200, 'Cannot remove more items than available in the return'],
    ['create', 'busy', 429, 42900, 'Too many requests'],
    ['approve', 'limit_exceeded', 403, 40300, 'No.'],
  ])('%s answers %s with %i/%i', (call, code, status, number, message) => {
    expect(refusalOf(call, refuse(code, { sentence: 'No.' }))).toMatchObject({ status, code: number, message })
  })

  test('says where it is, in all places at once', () => {
    const errors = [
      { path: 'items[0].quantity', message: 'Send 1.' },
      { path: 'items[1]', message: 'Send it.' },
    ]
    expect(refusalOf('create', refuse('invalid', { path: 'x', sentence: 'y', errors })).errors).toEqual([
      { path: 'items[0].quantity', info: 'Send 1.' },
      { path: 'items[1]', info: 'Send it.' },
    ])
    expect(refusalOf('create', refuse('invalid', { path: 'x', sentence: 'y' })).errors).toEqual([
      { path: 'x', info: 'y' },
    ])
  })
})
