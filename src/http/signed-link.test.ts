import { expect, test } from 'vitest'
import { checkLink, signLink } from './signed-link.ts'

const keys = { current: 'k2', byId: { k1: 'an older secret', k2: 'a newer secret' } }
const noon = new Date('2026-11-22T12:00:00Z')
const before = new Date('2026-11-22T11:59:59Z')
const link = signLink('/photos/p-1?size=thumbnail', noon, keys)

test('a link opens until its moment and not from then on', () => {
  expect(checkLink(link, before, keys)).toEqual({ ok: true })
  expect(checkLink(link, noon, keys)).toEqual({ ok: false, code: 'link_expired' })
})

test('a link opens whatever order its parameters come in', () => {
  const [path, query = ''] = link.split('?')
  expect(checkLink(`${path}?${query.split('&').reverse().join('&')}`, before, keys)).toEqual({ ok: true })
})

test.each([
  ['leads elsewhere', link.replace('p-1', 'p-2')],
  ['climbs elsewhere', link.replace('/p-1', '/p-1/../p-2')],
  ['asks for another size', link.replace('thumbnail', 'full')],
  ['asks for something more', `${link}&download=1`],
  ['says a parameter twice', `${link}&size=full`],
  ['wants to live longer', link.replace(/expires=\d+/, 'expires=9999999999')],
  ['names another key', link.replace('key=k2', 'key=k1')],
  ['names a key nobody has', link.replace('key=k2', 'key=k9')],
  ['names a thing of the language', link.replace('key=k2', 'key=constructor')],
  ['has a bent signature', link.replace(/signature=./, 'signature=_')],
  ['has half a signature', link.slice(0, -10)],
  ['has no signature', link.replace(/&signature=.*/, '')],
  ['has nothing', '/photos/p-1'],
  ['starts with another host', `/${link}`],
])('a link that %s does not open', (_, bent) => {
  expect(checkLink(bent, before, keys)).toEqual({ ok: false, code: 'link_invalid' })
})

test('a bent link never learns that it is too old', () => {
  expect(checkLink(link.replace('p-1', 'p-2'), noon, keys)).toEqual({ ok: false, code: 'link_invalid' })
})

test('keys rotate: links of an older key open as long as the key is kept', () => {
  const older = signLink('/photos/p-1', noon, { ...keys, current: 'k1' })
  expect(checkLink(older, before, keys)).toEqual({ ok: true })
  expect(checkLink(older, before, { current: 'k2', byId: { k2: keys.byId.k2 } })).toEqual({
    ok: false,
    code: 'link_invalid',
  })
})

test('nothing is signed with a key that is not there, and no foreign address', () => {
  expect(() => signLink('/photos/p-1', noon, { ...keys, current: 'k9' })).toThrow('k9')
  expect(() => signLink('//elsewhere/p-1', noon, keys)).toThrow('Not a path')
  expect(() => signLink('photos/p-1', noon, keys)).toThrow('Not a path')
})
