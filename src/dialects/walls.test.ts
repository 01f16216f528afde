/** Walls between shops: whoever asks for what is not theirs learns nothing, in any language. */
import { describe, expect, test } from 'vitest'
import { EVERY_CALL, openEverywhere, ownNo, withoutNames } from '../../test/kit/everywhere.ts'
import type { Call, Language } from '../../test/kit/languages.ts'
import { PLAIN } from '../../test/kit/platform-calls.ts'
import { namesOf } from '../../test/kit/views.ts'
import type { ClientKeys } from '../sandbox/doors.ts'

const { doors, clients, strangers, bought, now, nobody, version } = await openEverywhere()

/** Another last letter. */
const bent = (secret: string): string => `${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`

const WRONG_KEYS: Record<string, ClientKeys> = {
  'one letter wrong': {
    shopee: { ...clients.shopee, partner_key: bent(clients.shopee.partner_key) },
    aftership: { ...clients.aftership, api_key: bent(clients.aftership.api_key) },
    shopflix: { ...clients.shopflix, password: bent(clients.shopflix.password) },
    shopline: { ...clients.shopline, access_token: bent(clients.shopline.access_token) },
  },
  'a stranger’s secret under our name': {
    shopee: { ...clients.shopee, access_token: strangers.shopee.access_token },
    aftership: { ...clients.aftership, api_key: `${strangers.aftership.api_key}x` },
    shopflix: { ...clients.shopflix, password: strangers.shopflix.password },
    shopline: { ...clients.shopline, access_token: `${strangers.shopline.access_token}x` },
  },
  nothing: {
    shopee: { ...clients.shopee, access_token: '' },
    aftership: { ...clients.aftership, api_key: '' },
    shopflix: { ...clients.shopflix, password: '' },
    shopline: { ...clients.shopline, access_token: '' },
  },
}

describe.each(EVERY_CALL)('%s', (_name, say) => {
  test('a stranger is answered as if there were no such return, and nothing changes', async () => {
    const before = await version()
    const { language, call } = say(await now(), PLAIN)
    const foreign = await doors.ask(language, strangers, call)
    const absent = await doors.ask(language, strangers, say(await nobody(), PLAIN).call)
    expect(foreign.status).toBe(absent.status)
    expect(withoutNames(foreign, namesOf(await now()))).toBe(withoutNames(absent, namesOf(await nobody())))
    expect(foreign.text).not.toMatch(/Maja|maja@|Lindenweg/)
    expect(await version()).toBe(before)
  })

  test('nobody is let in without showing who they are', async () => {
    const before = await version()
    const { language, call } = say(await now(), PLAIN)
    ownNo(language, await doors.ask(language, null, call), 'as nobody')
    for (const [what, keys] of Object.entries(WRONG_KEYS)) ownNo(language, await doors.ask(language, keys, call), what)
    expect(await version()).toBe(before)
  })
})

test.each([
  ['shopee', { path: '/returns/get_return_list', query: { page_no: 0, page_size: 100 } }],
  ['aftership', { path: '/returns' }],
  ['older_aftership', { path: '/returns' }],
  ['shopflix', { path: '/returns' }],
  ['shopline', { path: '/return.json', query: { order_id: bought.refs.externalId } }],
  ['shopline', { path: '/orders.json' }],
] as [Language, Call][])('a list in %s shows a stranger nothing of ours: %o', async (language, call) => {
  const ours = await doors.ask(language, clients, call)
  const theirs = await doors.ask(language, strangers, call)
  expect(theirs.status).toBe(200)
  expect(ours.text.length).toBeGreaterThan(theirs.text.length)
  expect(theirs.text).not.toMatch(/Maja|maja@|SHIRT-M/)
})
