import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import { query } from '../db/pool.ts'
import { auditFor } from './organisation.ts'
import {
  type Added,
  changePassword,
  changeRole,
  type Member,
  memberOf,
  parseEmail,
  peopleOf,
  personWho,
  removePerson,
  welcomePerson,
} from './people.ts'

const kit = await openKit()
const { desk } = kit
const PASSWORD = 'correct horse battery'

const wish = (email: string, role: Member['role'] = 'agent') => ({ email, name: 'Maja Lund', password: PASSWORD, role })

type House = Pick<Awaited<ReturnType<typeof kit.stranger>>, 'org' | 'as'>

async function add(house: House, email: string, role: Member['role'] = 'agent'): Promise<Added> {
  const added = await welcomePerson(desk, house.as('owner'), wish(email, role))
  if (refused(added)) throw new Error(JSON.stringify(added.detail))
  return added
}

const passwordOf = async (email: string): Promise<string | undefined> =>
  (
    await query<{ password: string }>(desk.db, {
      text: 'select password from people where email = $1',
      values: [email],
    })
  ).rows[0]?.password

const emails = async (house: House): Promise<string[]> => {
  const people = await peopleOf(desk, house.as('owner'))
  return refused(people) ? [] : people.map(({ email }) => email)
}

describe('an e-mail address', () => {
  test.each([
    ['Maja@Example.com ', 'maja@example.com'],
    ['maja+returns@mail.example.co.uk', 'maja+returns@mail.example.co.uk'],
    ['m@xn--bcher-kva.example', 'm@xn--bcher-kva.example'],
  ])('%j is one', (text, email) => expect(parseEmail(text)).toBe(email))

  test.each([
    '',
    'maja',
    'maja@',
    '@example.com',
    'maja@example',
    'maja@@example.com',
    'maja lund@example.com',
    'maja@exam ple.com',
    'maja@-example.com',
    'maja@example..com',
    'maja.@example.com',
    '.maja@example.com',
    '"maja"@example.com',
    'Maja <maja@example.com>',
    `${'m'.repeat(65)}@example.com`,
    `m@${'a.'.repeat(130)}com`,
  ])('%j is none', text => expect(parseEmail(text)).toBeNull())
})

describe('adding somebody', () => {
  test('keeps the address in small letters and the password as a hash, and leaves a line in the audit', async () => {
    const house = await kit.stranger()
    const { member, wasKnown } = await add(house, 'Maja@Example.com', 'warehouse')
    expect({ member, wasKnown }).toMatchObject({
      member: { email: 'maja@example.com', name: 'Maja Lund', role: 'warehouse', hasPassword: true },
      wasKnown: false,
    })
    expect(await passwordOf('maja@example.com')).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
    const audit = await auditFor(desk, house.as('owner'), { subject: member.id, limit: 5 })
    expect(audit).toMatchObject({
      rows: [{ what: 'member.added', detail: { email: 'maja@example.com', role: 'warehouse' } }],
    })
    expect(JSON.stringify(audit)).not.toContain(PASSWORD)
  })

  test('twice is refused, in whatever letters', async () => {
    const house = await kit.stranger()
    await add(house, 'twice@example.com')
    expect(await welcomePerson(desk, house.as('owner'), wish('TWICE@example.com'))).toMatchObject({
      code: 'invalid',
      detail: { path: 'email' },
    })
  })

  test('who is known from elsewhere keeps name and password', async () => {
    const [here, there] = [await kit.stranger(), await kit.stranger()]
    const { member } = await add(here, 'both@example.com')
    const before = await passwordOf('both@example.com')
    const again = await welcomePerson(desk, there.as('owner'), {
      ...wish('both@example.com', 'owner'),
      name: 'Somebody',
    })
    expect(again).toMatchObject({ wasKnown: true, member: { id: member.id, name: 'Maja Lund', role: 'owner' } })
    expect(await passwordOf('both@example.com')).toBe(before)
  })

  test('the same person by several at once is one person', async () => {
    const houses = await Promise.all([kit.stranger(), kit.stranger(), kit.stranger()])
    const added = await Promise.all(houses.map(house => add(house, 'crowd@example.com')))
    expect(new Set(added.map(({ member }) => member.id)).size).toBe(1)
    expect(added.filter(({ wasKnown }) => !wasKnown)).toHaveLength(1)
  })

  test.each([
    [{ email: 'no address' }, 'email'],
    [{ name: '  ' }, 'name'],
    [{ name: 'm'.repeat(121) }, 'name'],
    [{ role: 'shopper' as const }, 'role'],
    [{ role: 'system' as const }, 'role'],
    [{ password: 'eleven lett' }, 'password'],
    [{ password: 'x'.repeat(129) }, 'password'],
    [{ password: 'aaaaaaaaaaaaaaaa' }, 'password'],
    [{ password: 'weak@example.com!' }, 'password'],
  ])('%j is refused by its name', async (more, path) => {
    const house = await kit.stranger()
    expect(await welcomePerson(desk, house.as('owner'), { ...wish('weak@example.com'), ...more })).toMatchObject({
      code: 'invalid',
      detail: { path },
    })
    expect(await emails(house)).toEqual([])
  })
})

describe('the last owner', () => {
  test('stays owner and stays there', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'last@example.com', 'owner')
    const no = { code: 'forbidden', detail: { sentence: expect.stringContaining('is the last owner') } }
    expect(await changeRole(desk, house.as('owner'), member.id, 'agent')).toMatchObject(no)
    expect(await removePerson(desk, house.as('owner'), member.id)).toMatchObject(no)
    expect(await changeRole(desk, house.as('owner'), member.id, 'owner')).toMatchObject({ role: 'owner' })
  })

  test('of two who put each other down at once, one remains', async () => {
    const house = await kit.stranger()
    const [one, other] = [await add(house, 'one@example.com', 'owner'), await add(house, 'other@example.com', 'owner')]
    const outcomes = await Promise.all([
      changeRole(desk, house.as('owner'), one.member.id, 'agent'),
      removePerson(desk, house.as('owner'), other.member.id),
    ])
    expect(outcomes.filter(refused)).toHaveLength(1)
    const people = await peopleOf(desk, house.as('owner'))
    expect(refused(people) ? [] : people.filter(({ role }) => role === 'owner')).toHaveLength(1)
  })
})

describe('a role', () => {
  test('is changed with the old one written down', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'role@example.com')
    expect(await changeRole(desk, house.as('owner'), member.id, 'arbiter')).toMatchObject({ role: 'arbiter' })
    expect(await auditFor(desk, house.as('owner'), { subject: member.id, limit: 1 })).toMatchObject({
      rows: [{ what: 'member.role_changed', detail: { from: 'agent', to: 'arbiter' } }],
    })
  })

  test('that is the same already leaves no line', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'same@example.com')
    await changeRole(desk, house.as('owner'), member.id, 'agent')
    const audit = await auditFor(desk, house.as('owner'), { subject: member.id, limit: 5 })
    expect(audit).toMatchObject({ rows: [{ what: 'member.added' }] })
  })
})

describe('somebody who leaves', () => {
  test('is forgotten when they belong nowhere else, and can come back as somebody new', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'gone@example.com')
    expect(await removePerson(desk, house.as('owner'), member.id)).toMatchObject({ email: 'gone@example.com' })
    expect(await passwordOf('gone@example.com')).toBeUndefined()
    expect((await add(house, 'gone@example.com')).wasKnown).toBe(false)
  })

  test('goes on where they belong too', async () => {
    const [here, there] = [await kit.stranger(), await kit.stranger()]
    const { member } = await add(here, 'stays@example.com')
    await add(there, 'stays@example.com')
    await removePerson(desk, here.as('owner'), member.id)
    expect([await emails(here), await emails(there)]).toEqual([[], ['stays@example.com']])
    expect(await passwordOf('stays@example.com')).toBeDefined()
  })
})

describe('another password', () => {
  test('takes the place of the old one, and the audit does not tell it', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'new@example.com')
    const before = await passwordOf('new@example.com')
    const password = 'another good one'
    expect(await changePassword(desk, house.as('owner'), member.id, { password })).toMatchObject({ hasPassword: true })
    expect(await passwordOf('new@example.com')).not.toBe(before)
    const audit = await auditFor(desk, house.as('owner'), { subject: member.id, limit: 1 })
    expect(audit).toMatchObject({ rows: [{ what: 'member.password_changed' }] })
    expect(JSON.stringify(audit)).not.toContain(password)
  })

  test('is not set by one organisation for a person of several, but by the operator of the machine', async () => {
    const [here, there] = [await kit.stranger(), await kit.stranger()]
    const { member } = await add(here, 'several@example.com')
    await add(there, 'several@example.com')
    const password = 'another good one'
    expect(await changePassword(desk, here.as('owner'), member.id, { password })).toMatchObject({ code: 'forbidden' })
    expect(await changePassword(desk, here.as('owner'), member.id, { password, reach: 'everywhere' })).toMatchObject({
      email: 'several@example.com',
    })
  })

  test('that is too short changes nothing', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'short@example.com')
    const before = await passwordOf('short@example.com')
    expect(await changePassword(desk, house.as('owner'), member.id, { password: 'short' })).toMatchObject({
      code: 'invalid',
      detail: { path: 'password' },
    })
    expect(await passwordOf('short@example.com')).toBe(before)
  })
})

describe('walls', () => {
  test('only an owner of the whole organisation manages people', async () => {
    for (const caller of [kit.as('agent'), kit.as('warehouse'), kit.as('owner', { shops: [kit.shop.id] })]) {
      expect(await peopleOf(desk, caller)).toMatchObject({ code: 'forbidden' })
      expect(await welcomePerson(desk, caller, wish('nobody@example.com'))).toMatchObject({ code: 'forbidden' })
    }
  })

  test('people of another organisation are nobody here', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'foreign@example.com')
    for (const outcome of [
      await changeRole(desk, kit.as('owner'), member.id, 'owner'),
      await removePerson(desk, kit.as('owner'), member.id),
      await changePassword(desk, kit.as('owner'), member.id, { password: PASSWORD }),
    ])
      expect(outcome).toMatchObject({ code: 'not_found' })
  })
})

describe('who somebody is', () => {
  test('an address and its password name a person, whose part in each organisation is told', async () => {
    const house = await kit.stranger()
    const { member } = await add(house, 'owner-of-one@example.com', 'owner')
    const who = (email: string, password: string) => personWho(desk, { email, password })
    expect(await who(' Owner-Of-One@example.com', PASSWORD)).toBe(member.id)
    expect(await who('owner-of-one@example.com', `${PASSWORD}!`)).toBeNull()
    expect(await who('nobody-at-all@example.com', PASSWORD)).toBeNull()
    expect(await memberOf(desk, house.org, member.id)).toMatchObject({ role: 'owner' })
    expect(await memberOf(desk, kit.org, member.id)).toBeNull()
  })

  test('somebody without a password has none that would do', async () => {
    const house = await kit.stranger()
    await welcomePerson(desk, house.as('owner'), { ...wish('linked@example.com'), password: null })
    expect(await personWho(desk, { email: 'linked@example.com', password: '' })).toBeNull()
  })
})
