import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword } from './people.ts'

test('a password is kept as salt and key, and never twice in the same words', async () => {
  const [one, other] = await Promise.all([hashPassword('open sesame'), hashPassword('open sesame')])
  expect(one).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
  expect(one).not.toBe(other)
  const [salt = '', key] = one.split(':')
  expect(
    scryptSync('open sesame', salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }).toString('hex'),
  ).toBe(key)
})

test('the same letters typed in another way are the same password', async () => {
  const salt = '00112233445566778899aabbccddeeff'
  expect(await hashPassword('sme\u0301', salt)).toBe(await hashPassword('sm\u00e9', salt))
})
