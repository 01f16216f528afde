import { expect, test } from 'vitest'
import { isSigned, signatureOf } from './signature.ts'

const KEY = 'testkey'
const call = (operation: string, accessToken = '', shopId = '') => ({
  partnerId: '1001',
  path: `/api/v2/${operation}`,
  timestamp: '1700000000',
  accessToken,
  shopId,
})

test.each([
  ['auth/token/get', '', '', 'e70fb35658b3842c6579dcaf353f1ee97ea559597802078eb0c68e19d84f5a61'],
  ['auth/access_token/get', '', '', '29d2f5d7b1c863dc5843014850d11521d9af04623ecdafefd909c9b8c02d97fd'],
  ['shop/auth_partner', '', '', '5eab585f9107225eef204d9a7d73dfd1b23b7b4bef9c073410ea046738d2817b'],
  ['returns/get_return_list', 'ATOKEN', '222', '97a1f1a6ff47867ec570696bb967d898e120b5667aca720a35fce887bfd75d26'],
  ['returns/confirm', 'ATOKEN', '222', '217e9d682d0351e622dd3a57d4e28120adc9798636c47546ebcb55aae9b70c69'],
])('%s is signed as known vectors say', (operation, token, shop, sign) => {
  expect(signatureOf(KEY, call(operation, token, shop))).toBe(sign)
  expect(isSigned(KEY, call(operation, token, shop), sign)).toBe(true)
})

test('behind a prefix the whole address and the platform’s part of it are both signed rightly, and nothing else is', () => {
  const behind = { ...call('returns/confirm', 'ATOKEN', '222'), path: '/shopee/api/v2/returns/confirm' }
  expect(isSigned(KEY, behind, signatureOf(KEY, behind))).toBe(true)
  expect(isSigned(KEY, behind, signatureOf(KEY, { ...behind, path: '/api/v2/returns/confirm' }))).toBe(true)
  expect(isSigned(KEY, behind, signatureOf(KEY, { ...behind, path: '/returns/confirm' }))).toBe(false)
})

test('another key, another moment, another token or another shop is another signature', () => {
  const signed = call('returns/confirm', 'ATOKEN', '222')
  const sign = signatureOf(KEY, signed)
  expect(isSigned('testkez', signed, sign)).toBe(false)
  expect(isSigned(KEY, { ...signed, timestamp: '1700000001' }, sign)).toBe(false)
  expect(isSigned(KEY, { ...signed, accessToken: 'BTOKEN' }, sign)).toBe(false)
  expect(isSigned(KEY, { ...signed, shopId: '223' }, sign)).toBe(false)
  expect(isSigned(KEY, signed, sign.slice(1))).toBe(false)
  expect(isSigned(KEY, signed, '')).toBe(false)
})
