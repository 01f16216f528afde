import { expect, test } from 'vitest'
import { refused } from '../../src/core/refusal.ts'
import { callerOf } from '../../src/desk/keys.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { emptyDatabase } from '../kit/database.ts'
import { backhaul, urlOf } from './in-process.ts'

const { pool, target } = await emptyDatabase()
const environment = { DATABASE_URL: urlOf(target) }
const shelf = {} as Parameters<typeof openDesk>[1]

test('an empty database is brought up to date, told before it is touched, and given its first key', async () => {
  const early = await backhaul(['keys', 'list'], environment)
  expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('Run `backhaul migrate`') })

  const planned = await backhaul(['migrate', '--dry-run', '--json'], environment)
  expect(planned.json.pending[0]).toBe('0001-spine')
  expect((await backhaul(['migrate', '--json'], environment)).json).toEqual({ applied: planned.json.pending })
  expect((await backhaul(['migrate'], environment)).stdout).toBe('The database is up to date.\n')

  const nobody = await backhaul(['keys', 'create'], environment)
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no organisation yet.') })

  const made = await backhaul(
    ['keys', 'create', '--org', 'Linnea', '--name', 'ERP', '--scopes', 'returns:read,orders:read', '--json'],
    environment,
  )
  expect(made).toMatchObject({
    code: 0,
    json: {
      name: 'ERP',
      role: 'owner',
      scopes: ['returns:read', 'orders:read'],
      secret: expect.stringMatching(/^bh_/),
    },
  })
  const desk = await openDesk(pool, shelf)
  expect(await callerOf(desk, made.json.secret, 'api')).toMatchObject({ actor: { name: 'ERP', role: 'owner' } })

  const listed = await backhaul(['keys', 'list'], environment)
  expect(listed.stdout).toMatch(new RegExp(`${made.json.id}  ${made.json.secret.slice(0, 8)}  owner +open`))
  expect(listed.stdout).not.toContain(made.json.secret)

  expect(await backhaul(['keys', 'revoke', made.json.id], environment)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('opens nothing any more'),
  })
  // A desk that has just seen the key may remember it for a second; this one has not.
  expect(refused(await callerOf(await openDesk(pool, shelf), made.json.secret, 'api'))).toBe(true)
  expect((await backhaul(['keys', 'list', '--json'], environment)).json).toMatchObject([{ state: 'revoked' }])
  expect(await backhaul(['keys', 'revoke', 'bh_nobody'], environment)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has no key "bh_nobody"'),
  })
})

test('a shop that is not there is not made up', async () => {
  const { code, stderr } = await backhaul(['keys', 'create', '--shop', 'Nowhere'], environment)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('The organisation has no shop yet.') })
})
