import { Readable } from 'node:stream'
import { scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { query } from '../../src/db/pool.ts'
import { emptyDatabase } from '../kit/database.ts'
import { backhaul, urlOf } from './in-process.ts'

const { pool, target } = await emptyDatabase()
const environment = { DATABASE_URL: urlOf(target) }
await backhaul(['migrate'], environment)
await backhaul(['keys', 'create', '--org', 'Linnea'], environment)

/** Whether this is the password that opens. */
async function opens(email: string, password: string): Promise<boolean> {
  const { rows } = await query<{ password: string }>(pool, {
    text: 'select password from people where email = $1',
    values: [email],
  })
  const [salt = '', key] = rows[0]?.password.split(':') ?? []
  const made = scryptSync(password.normalize('NFKC'), salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 })
  return made.toString('hex') === key
}

/** A terminal somebody types at. */
function terminal(...typed: string[]) {
  const stdin = Object.assign(Readable.from(typed, { objectMode: false }), { isTTY: true, raw: [] as boolean[] })
  return Object.assign(stdin, { setRawMode: (on: boolean) => stdin.raw.push(on) })
}

const users = (args: string[], stdin?: Parameters<typeof backhaul>[2]) =>
  backhaul(['users', ...args], environment, stdin)

describe('adding', () => {
  test('with a password made up, which is shown once and opens', async () => {
    const { code, json } = await users([
      'add',
      'Maja@Example.com',
      '--name',
      'Maja Lund',
      '--role',
      'owner',
      '--generate',
      '--json',
    ])
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { email: 'maja@example.com', name: 'Maja Lund', role: 'owner', was_known: false },
    })
    expect(await opens('maja@example.com', json.password)).toBe(true)
    const listed = await users(['list'])
    expect(listed.stdout).toMatch(/maja@example\.com +owner +\d{4}-\d\d-\d\d +set +Maja Lund/)
    expect(listed.stdout).not.toContain(json.password)
  })

  test('with one that is piped in: its first line, without the end of it', async () => {
    const { code, stdout, stderr } = await users(
      ['add', 'piped@example.com', '--password-stdin'],
      Readable.from(['correct horse battery\r\nmore\n']),
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('piped@example.com') })
    expect(await opens('piped@example.com', 'correct horse battery')).toBe(true)
    expect(stdout + stderr).not.toContain('correct horse')
  })

  test('with one typed twice that is never shown', async () => {
    const stdin = terminal('correct horsx', '\u007fe battery\r', 'nonsense\u0015correct horse battery\r')
    const { code, stdout, stderr } = await users(['add', 'typed@example.com'], stdin)
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Once more: ') })
    expect(stdout + stderr).not.toContain('horse')
    expect(stdin.raw).toEqual([true, false, true, false])
    expect(await opens('typed@example.com', 'correct horse battery')).toBe(true)
  })

  test('pasted in one go, both lines are heard', async () => {
    const { code } = await users(
      ['add', 'pasted@example.com'],
      terminal('correct horse battery\rcorrect horse battery\r'),
    )
    expect(code).toBe(0)
  })

  test.each([
    [['correct horse battery\r', 'correct horse\r'], 1, 'The two were not the same'],
    [['\u0003'], 130, 'Stopped; nothing was changed.'],
    [['short\r', 'short\r'], 1, 'at least 12 letters; this one has 5'],
  ])('typing %j changes nothing', async (typed, code, sentence) => {
    expect(await users(['add', 'never@example.com'], terminal(...typed))).toMatchObject({
      code,
      stderr: expect.stringContaining(sentence),
    })
    expect((await users(['list'])).stdout).not.toContain('never@example.com')
  })

  test.each([
    [['add', 'nobody', '--generate'], 2, '"nobody" is not an e-mail address.'],
    [
      ['add', 'x@example.com', '--role', 'shopper', '--generate'],
      2,
      '--role must be one of owner, agent, warehouse, arbiter',
    ],
    [['add', 'x@example.com', '--generate', '--password-stdin'], 2, 'exclude each other'],
    [['add', 'x@example.com', '--password', 'hunter2hunter2'], 2, 'has no option --password'],
    [['add', 'maja@example.com', '--generate'], 1, 'belongs to this organisation already'],
  ])('%j is not understood or refused, and says why', async (args, code, sentence) => {
    expect(await users(args)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(sentence) })
  })

  test('without a terminal it does not wait for one', async () => {
    expect(await users(['add', 'x@example.com'], Readable.from([]))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('add --generate or --password-stdin'),
    })
  })
})

describe('looking after people', () => {
  test('another role, said with the old one; the last owner stays', async () => {
    expect(await users(['role', 'piped@example.com', '--role', 'warehouse'])).toMatchObject({
      code: 0,
      stdout: 'piped@example.com was agent of Linnea and is warehouse now.\n',
    })
    expect(await users(['role', 'maja@example.com', '--role', 'agent'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is the last owner'),
    })
    expect(await users(['role', 'maja@example.com'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Say which role'),
    })
  })

  test('another password', async () => {
    const { json } = await users(['password', 'maja@example.com', '--generate', '--json'])
    expect(await opens('maja@example.com', json.password)).toBe(true)
    await users(['password', 'maja@example.com', '--password-stdin'], Readable.from(['battery staple horse']))
    expect(await opens('maja@example.com', 'battery staple horse')).toBe(true)
  })

  test('taken out, once', async () => {
    expect(await users(['remove', 'piped@example.com', '--json'])).toMatchObject({ code: 0, json: { removed: true } })
    expect(await users(['remove', 'piped@example.com'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has no person "piped@example.com"'),
    })
    expect(await users(['remove', 'maja@example.com'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('last owner'),
    })
  })

  test('a slip of the fingers is met with who was probably meant', async () => {
    expect((await users(['remove', 'maja@exmaple.com'])).stderr).toContain('did you mean maja@example.com?')
  })
})
