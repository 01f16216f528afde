import { expect, test } from 'vitest'
import { REFUSAL_CODES, refuse } from '../../core/refusal.ts'
import { isNo } from './errors.ts'
import { missingSn, refusalOf, type ShopeeCall, unknownSn } from './refusals.ts'

const CALLS: ShopeeCall[] = [
  'get_return_list',
  'get_return_detail',
  'get_available_solutions',
  'confirm',
  'offer',
  'accept_offer',
  'get_return_dispute_reason',
  'dispute',
  'convert_image',
  'upload_proof',
  'query_proof',
  'cancel_dispute',
  'get_shipping_carrier',
  'upload_shipping_proof',
  'get_reverse_tracking_info',
]

test('every call has an error and a sentence for every refusal, and none of them is a fault', () => {
  for (const call of CALLS)
    for (const code of REFUSAL_CODES) {
      const said = refusalOf(call, refuse(code))
      expect(isNo(said), `${call} ${code}`).toBe(true)
      expect([said.error === '', said.message.trim() === '', said.status], `${call} ${code}`).toEqual([
        false,
        false,
        200,
      ])
    }
})

test('a status that does not fit is named by its word', () => {
  const state = { request: 'submitted', dispute: 'none', settlement: 'due' }
  expect(refusalOf('confirm', refuse('not_open', { state }))).toMatchObject({
    error: 'error_data',
    message: 'Invalid return status: ACCEPTED',
  })
})

// conforms: error dispute.request.param.error
// conforms: error returnsn.illegal
// conforms: error returns.return_not_found
// conforms: error returns.missing_return_sn
test.each([
  ['get_return_detail', 'error_data', 'error_data'],
  ['get_return_dispute_reason', 'dispute.request.param.error', 'dispute.request.param.error'],
  ['query_proof', 'error_param', 'returnsn.illegal'],
  ['get_shipping_carrier', 'returns.missing_return_sn', 'returns.return_not_found'],
  ['cancel_dispute', 'error_param', 'error_data'],
] as const)('%s names what is missing and what is unknown in its own way', (call, missing, unknown) => {
  expect([missingSn(call).error, unknownSn(call).error]).toEqual([missing, unknown])
  expect(refusalOf(call, refuse('not_found'))).toEqual(unknownSn(call))
})
