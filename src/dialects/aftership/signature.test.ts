import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hmacFits, hmacOf, isFresh, rsaFits, type Signed, signString } from './signature.ts'

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT'
const KEY = '6e759c509d174859be1fb856c4ab646e'

const read: Signed = {
  method: 'GET',
  path: '/returns/2025-07/returns',
  query: 'page=1&limit=10&approval_status=submitted',
  headers: { 'as-api-key': KEY, date: DATE, 'content-type': 'application/json', host: 'example.com' },
  body: undefined,
}

const reject: Signed = {
  method: 'post',
  path: '/returns/2025-07/returns/rma/A1B2C3D4/reject',
  query: '',
  headers: { 'as-api-key': KEY, date: DATE, 'content-type': 'application/json' },
  body: Buffer.from('{"reject_reason":"Out of window","notify_customer":true}'),
}

describe('what is signed', () => {
  test('has no body and no content type where nothing is sent, and its parameters in order', () => {
    expect(signString(read).split('\n')).toEqual([
      'GET',
      '',
      '',
      DATE,
      `as-api-key:${KEY}`,
      '/returns/2025-07/returns?approval_status=submitted&limit=10&page=1',
    ])
  })

  test('has the body as MD5 in capitals, and its content type', () => {
    expect(signString(reject).split('\n').slice(0, 3)).toEqual([
      'POST',
      'FBBAD72CDA97352EAB663E650EAC9044',
      'application/json',
    ])
  })

  test('has every header of the platform, in order, but no signature', () => {
    const headers = {
      ...read.headers,
      'as-store-id': ' 7 ',
      'as-signature-hmac-sha256': 'x',
      'as-signature-rsa-sha256': 'y',
    }
    expect(
      signString({ ...read, headers })
        .split('\n')
        .slice(4, 6),
    ).toEqual([`as-api-key:${KEY}`, 'as-store-id:7'])
  })

  test('is the same however the address was encoded', () => {
    const written = (query: string) => signString({ ...read, query })
    expect(written('order_name=%231001&customer_email=a%40b.example')).toBe(
      written('customer_email=a@b.example&order_name=%231001'),
    )
    expect(written('order_name=a%20b')).toBe(written('order_name=a+b'))
  })
})

describe('HMAC', () => {
  // conforms: error 401
  test.each([
    [read, 'mgd1GOCQyFbB8kb+Lvd8A9f4MfLxrqPwW9j8UNWvfPk='],
    [reject, 'rrr85Xrxnz1inVgGeLr0nvgniDvbY03AzCaWU1NfUQE='],
  ])('gives the signatures that are known', (signed, signature) => {
    expect(hmacOf(signString(signed), 'test-secret')).toBe(signature)
    expect(hmacFits(signString(signed), signature, 'test-secret')).toBe(true)
  })

  test.each(['', 'x', 'mgd1GOCQyFbB8kb+Lvd8A9f4MfLxrqPwW9j8UNWvfPk', 'rrr85Xrxnz1inVgGeLr0nvgniDvbY03AzCaWU1NfUQE='])(
    'takes no other: %j',
    signature => expect(hmacFits(signString(read), signature, 'test-secret')).toBe(false),
  )
})

describe('RSA', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
  const signed = (
    text: string,
    padding = constants.RSA_PKCS1_PSS_PADDING,
    saltLength = constants.RSA_PSS_SALTLEN_DIGEST,
  ) => sign('sha256', Buffer.from(text), { key: privateKey, padding, saltLength }).toString('base64')

  test('takes PSS with a salt as long as the digest', () => {
    expect(rsaFits('text', signed('text'), pem)).toBe(true)
  })

  test('takes neither another text, another salt, the older padding nor rubbish', () => {
    expect(rsaFits('other', signed('text'), pem)).toBe(false)
    expect(rsaFits('text', signed('text', constants.RSA_PKCS1_PSS_PADDING, 0), pem)).toBe(false)
    expect(rsaFits('text', signed('text', constants.RSA_PKCS1_PADDING), pem)).toBe(false)
    expect(rsaFits('text', '', pem)).toBe(false)
    expect(rsaFits('text', '%%%', pem)).toBe(false)
  })
})

test.each([
  [0, true],
  [180_000, true],
  [-180_000, true],
  [180_001, false],
  [-180_001, false],
])('a date is good %i ms off: %s', (offMs, good) => {
  expect(isFresh(DATE, Date.parse(DATE) + offMs)).toBe(good)
})

test.each([undefined, '', 'now'])('%j is no date', date => expect(isFresh(date, 0)).toBe(false))
