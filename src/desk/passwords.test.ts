import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { freshPassword, hashPassword, isPassword, weakness } from './passwords.ts'

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

test('a password is told from every other one, and nobody has none', async () => {
  const kept = await hashPassword('open sesame')
  expect(await isPassword('open sesame', kept)).toBe(true)
  for (const wrong of ['Open sesame', 'open sesame ', '']) expect(await isPassword(wrong, kept)).toBe(false)
  for (const nothing of [null, '']) expect(await isPassword('', nothing)).toBe(false)
})

test('one made by chance will do, is easy to copy and never comes twice', () => {
  const made = Array.from({ length: 200 }, freshPassword)
  expect(new Set(made).size).toBe(200)
  for (const password of made) {
    expect(password).toMatch(/^([2-9a-hj-km-np-z]{5}-){3}[2-9a-hj-km-np-z]{5}$/)
    expect(weakness(password, 'maja@example.com')).toBeNull()
  }
})

test('twelve letters of any kind will do, whatever they are made of', () => {
  expect(weakness('twelve words', 'maja@example.com')).toBeNull()
  expect(weakness('пароль длинный', 'maja@example.com')).toBeNull()
  expect(weakness('eleven word', 'maja@example.com')).toMatchObject({ code: 'invalid' })
})
