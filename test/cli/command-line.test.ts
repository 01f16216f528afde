import { describe, expect, test } from 'vitest'
import { backhaul } from './in-process.ts'

const COMMANDS = ['start', 'sandbox', 'migrate', 'keys create', 'keys list', 'keys revoke', 'orders import']

describe('help', () => {
  test('lists every command, every setting and every exit code', async () => {
    const { code, stdout } = await backhaul(['--help'])
    expect(code).toBe(0)
    for (const word of [...COMMANDS, 'BACKHAUL_DATA', 'DATABASE_URL', 'PORT', 'Exit codes', '130'])
      expect(stdout).toContain(word)
  })

  test.each(COMMANDS)('`%s --help` shows how it is used, with an example', async name => {
    const { code, stdout } = await backhaul([...name.split(' '), '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^Usage: backhaul ${name}`))
    expect(stdout).toContain('Examples')
  })

  test('no line is wider than a terminal where the text can be broken', async () => {
    const { stdout } = await backhaul(['orders', 'import', '--help'])
    const about = stdout.split('\n\n')[1] ?? ''
    expect(Math.max(...about.split('\n').map(line => line.length))).toBeLessThanOrEqual(80)
  })

  test('nothing at all is answered with the help, and counts as a mistake', async () => {
    const { code, stdout } = await backhaul([])
    expect(code).toBe(2)
    expect(stdout).toContain('Usage: backhaul <command>')
  })
})

test('--version says the version alone, and as JSON when asked', async () => {
  expect((await backhaul(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect((await backhaul(['--version', '--json'])).json.version).toMatch(/^\d+\.\d+\.\d+$/)
})

describe('what is not understood', () => {
  test.each([
    [['strat'], 'did you mean `start`?'],
    [['keys'], '`keys` needs one more word: keys create, keys list, keys revoke.'],
    [['order', 'import'], 'did you mean `orders import`?'],
    [['start', '--prot', '80'], 'did you mean --port?'],
    [['start', '--port', 'eighty'], '--port must be a whole number from 0 to 65535; it is "eighty".'],
    [['start', 'now'], 'does not know what to do with "now"'],
    [['start', '--port'], '--port'],
    [['orders', 'import'], '`orders import` needs FILE.'],
    [['keys', 'create', '--role', 'boss'], '--role must be one of'],
    [['keys', 'create', '--scopes', 'everything'], 'There is no scope "everything".'],
    [['keys', 'create', '--expires', 'tomorrow'], '--expires must be a moment'],
    [
      ['orders', 'import', 'x.csv', '--format', 'excel'],
      '--format must be one of shopify, woocommerce, backhaul, jsonl',
    ],
    [['orders', 'import', 'x.csv', '--currency', 'EURO'], '--currency must be a code of ISO 4217'],
    [['orders', 'import', 'x.csv', '--time-zone', 'Mars/Base'], '--time-zone must be a name like Europe/Berlin'],
  ])('%j says what to do and tries nothing', async (args, sentence) => {
    const { code, stdout, stderr } = await backhaul(args)
    expect(stderr).toContain(sentence)
    expect(stderr).toMatch(/^backhaul: /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('is told as JSON when JSON was asked for', async () => {
    const { code, json } = await backhaul(['strat', '--json'])
    expect({ code, json }).toEqual({ code: 2, json: { error: expect.stringContaining('did you mean `start`?') } })
  })

  test('wrong settings are all named at once, and no password is repeated', async () => {
    const { code, stderr } = await backhaul(['migrate'], {
      PORT: 'http',
      DATABASE_URL: 'mysql://root:hunter2@db',
      BACKHAUL_SECERT: 'x',
    })
    expect(code).toBe(2)
    expect(stderr).toContain('PORT must be a whole number from 0 to 65535')
    expect(stderr).toContain('DATABASE_URL must be an address like')
    expect(stderr).toContain('did you mean BACKHAUL_SECRET?')
    expect(stderr).not.toContain('hunter2')
  })
})

describe('what stands in the way', () => {
  test('a file that is not there', async () => {
    const { code, stderr } = await backhaul(['orders', 'import', '/nowhere/orders.csv'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'backhaul: There is no file /nowhere/orders.csv; check the spelling.\n',
    })
  })

  test('a database that does not answer', async () => {
    const { code, stderr } = await backhaul(['keys', 'list'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect(code).toBe(1)
    expect(stderr).toContain('Check DATABASE_URL and that the server runs.')
    expect(stderr.split('\n')).toHaveLength(2)
  })
})
