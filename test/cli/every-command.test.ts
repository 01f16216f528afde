/** What holds for every command, whoever wrote it: a page that helps, exit codes that are explained, and JSON that is nothing but JSON. */
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli.ts'
import { runBench } from '../../src/cli/bench.ts'
import { EXIT } from '../../src/cli/command.ts'
import { GROUPS } from '../../src/cli/help.ts'
import { openOutput } from '../../src/cli/output.ts'
import { transaction } from '../../src/db/transaction.ts'
import { listOrgs } from '../../src/db/orgs.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { foundShop } from '../../src/desk/shops.ts'
import { EUR } from '../kit/cast.ts'
import { emptyDatabase } from '../kit/database.ts'
import { backhaul, Paper, urlOf } from './in-process.ts'
import { folder, start } from './kit.ts'

const NAMES = COMMANDS.map(({ name }) => name)

describe.each(NAMES)('%s --help', name => {
  let page: string
  beforeAll(async () => {
    const { code, stdout } = await backhaul([...name.split(' '), '--help'])
    expect(code).toBe(0)
    page = stdout
  })

  test('begins with how it is used and has an example that uses it', () => {
    expect(page).toMatch(new RegExp(`^Usage: backhaul ${name}\\b`))
    expect(page.split('\nExamples\n')[1]).toMatch(new RegExp(`^  .*backhaul ${name}\\b`, 'm'))
  })

  test('explains the exit codes', () => {
    const codes = (/\nExit codes\n((?: {2}.*\n)+)/.exec(page)?.[1] ?? '').match(/^ {2}\d+/gm)?.map(Number) ?? []
    expect(codes).toEqual(expect.arrayContaining([EXIT.ok, EXIT.failed, EXIT.usage]))
  })

  test('fits a terminal, but for lines to be copied', () => {
    const [text = '', examples = ''] = page.split('\nExamples\n')
    const said = [...text.split('\n'), ...examples.split('\n').filter(line => line.startsWith('      '))]
    expect(said.filter(line => line.length > 80)).toEqual([])
  })

  test('is one JSON document when asked', async () => {
    expect((await backhaul([...name.split(' '), '--help', '--json'])).json).toEqual({ help: page.replace(/\n$/, '') })
  })

  test('is what `help` shows too', async () => {
    expect((await backhaul(['help', ...name.split(' ')])).stdout).toBe(page)
  })

  test('what is not understood is one JSON document and exit code 2', async () => {
    const { code, json } = await backhaul([...name.split(' '), '--json', '--no-such-option'])
    expect({ code, json }).toEqual({ code: EXIT.usage, json: { error: expect.stringContaining('has no option') } })
  })

  test('the table says the same as the command itself', async () => {
    const listed = COMMANDS.find(known => known.name === name)
    const command = await listed?.load()
    expect({ name: command?.name, summary: command?.summary }).toEqual({ name, summary: listed?.summary })
    expect(GROUPS).toContain(listed?.group)
  })

  test('an option says what stands for its value, and every example is understood', async () => {
    const command = await COMMANDS.find(known => known.name === name)?.load()
    for (const [option, { type, value }] of Object.entries(command?.options ?? {}))
      expect({ option, value }).toEqual({
        option,
        value: type === 'string' ? expect.stringMatching(/^[A-Z]+$/) : undefined,
      })
    for (const { line } of command?.examples ?? [])
      for (const [, flag = ''] of line
        .split(/[|&]/)
        .find(part => part.includes('backhaul'))
        ?.matchAll(/ --([a-z-]+)/g) ?? [])
        expect([...Object.keys(command?.options ?? {}), 'json', 'help']).toContain(flag)
  })
})

describe('--json', async () => {
  const { pool, target } = await emptyDatabase()
  const other = await emptyDatabase()
  const data = await folder()
  const environment = { DATABASE_URL: urlOf(target), BACKHAUL_DATA: data }
  const sample = resolve(import.meta.dirname, '../samples/backhaul-orders.csv')
  let key = ''

  beforeAll(async () => {
    await backhaul(['migrate'], environment)
    await backhaul(['keys', 'create', '--org', 'Linnea'], environment)
    key = (await backhaul(['keys', 'list', '--json'], environment)).json[0].id
    const desk = await openDesk(pool, {} as Parameters<typeof openDesk>[1])
    const [org] = await listOrgs(pool)
    await transaction(pool, tx => foundShop(tx, desk, org?.id ?? ('' as never), { name: 'Linnea', currency: EUR }))
    await backhaul(['users', 'add', 'owner@example.com', '--role', 'owner', '--generate'], environment)
    await backhaul(['users', 'add', 'maja@example.com', '--generate'], environment)
    await writeFile(
      join(data, 'products.csv'),
      'Handle,Title,Variant SKU,Variant Price,Status\nshirt,Linen shirt,SHIRT,49.90,active',
    )
    await writeFile(join(data, 'policy.json'), (await backhaul(['policy', 'show', 'uk'])).stdout)
  })

  /** In this order. What runs until it is stopped is tried below, and the measurements take too long. */
  const LINES: Record<string, { args: () => string[]; code?: number; database?: string }> = {
    migrate: { args: () => ['migrate'] },
    'keys list': { args: () => ['keys', 'list'] },
    'keys create': { args: () => ['keys', 'create', '--name', 'ERP'] },
    'keys revoke': { args: () => ['keys', 'revoke', key] },
    'clients add': { args: () => ['clients', 'add', '--dialect', 'shopflix', '--username', 'owner@example.com'] },
    'clients list': { args: () => ['clients', 'list'] },
    'clients revoke': { args: () => ['clients', 'revoke', 'owner@example.com'] },
    'users add': { args: () => ['users', 'add', 'dock@example.com', '--role', 'warehouse', '--generate'] },
    'users list': { args: () => ['users', 'list'] },
    'users role': { args: () => ['users', 'role', 'maja@example.com', '--role', 'arbiter'] },
    'users password': { args: () => ['users', 'password', 'maja@example.com', '--generate'] },
    'users remove': { args: () => ['users', 'remove', 'maja@example.com'] },
    'orders import': { args: () => ['orders', 'import', sample, '--dry-run'] },
    'products import': { args: () => ['products', 'import', join(data, 'products.csv'), '--dry-run'] },
    'returns export': { args: () => ['returns', 'export', '--out', join(data, 'returns.csv')] },
    'data export': { args: () => ['data', 'export', '--email', 'a@mail.example', '--out', join(data, 'a.json')] },
    'data erase': { args: () => ['data', 'erase', '--email', 'a@mail.example', '--preview'] },
    'policy templates': { args: () => ['policy', 'templates'] },
    'policy show': { args: () => ['policy', 'show', 'eu'] },
    'policy check': { args: () => ['policy', 'check', join(data, 'policy.json')] },
    'policy simulate': { args: () => ['policy', 'simulate', 'eu'] },
    backup: { args: () => ['backup', join(data, 'all.backup')] },
    restore: { args: () => ['restore', join(data, 'all.backup')], database: urlOf(other.target) },
    // No cluster here, which is a refusal and a document like any other.
    'db distribute': { args: () => ['db', 'distribute'], code: 1 },
    // The server of the tests forgets what it promised, which is a problem.
    doctor: { args: () => ['doctor'], code: 1 },
    // No mail server here.
    'mails test': { args: () => ['mails', 'test', '--to', 'maja@example.com'], code: 1 },
    completion: { args: () => ['completion', 'bash'] },
  }
  const RUNNING = {
    start: ['start', '--port', '0'],
    worker: ['worker'],
    sandbox: ['sandbox', '--port', '0', '--seed', '7'],
  }

  test('every command is tried', () => {
    expect([...Object.keys(LINES), ...Object.keys(RUNNING), 'bench'].toSorted()).toEqual(NAMES.toSorted())
  })

  test.each(Object.entries(LINES))(
    '%s answers with one document on standard output',
    async (_, { args, code = 0, database }) => {
      const answer = await backhaul([...args(), '--json'], {
        ...environment,
        ...(database && { DATABASE_URL: database }),
      })
      expect({ code: answer.code, stderr: answer.stderr }).toMatchObject({ code })
      expect(JSON.parse(answer.stdout)).toBeTypeOf('object')
    },
  )

  test.each(Object.entries(RUNNING))(
    '%s writes lines of JSON for as long as it runs',
    async (name, args) => {
      const runs = start([...args, '--json', ...(name === 'worker' ? [] : ['--data', join(data, name)])], {
        ...(name === 'worker' && environment),
        BACKHAUL_LOG_LEVEL: 'info',
      })
      await runs.said(/"(url|ready|working)":/)
      runs.child.kill('SIGTERM')
      const { code, stdout } = await runs.ended
      expect(code).toBe(0)
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as Record<string, unknown>)
      expect(lines.filter(line => 'url' in line || 'ready' in line || 'working' in line)).toHaveLength(1)
    },
    120_000,
  )

  test('bench gives the figures as one document and what it says meanwhile on the other side', async () => {
    const script = join(data, 'bench.ts')
    await writeFile(
      script,
      `console.log('file a return', process.argv.slice(2).join(' ')); console.log(JSON.stringify([{ what: 'file a return', value: '1/s' }]))`,
    )
    const [stdout, stderr] = [new Paper(), new Paper()]
    const out = (json: boolean) => openOutput({ json, environment: {}, streams: { stdout, stderr } })
    expect(await runBench(script, ['--quick'], out(true))).toBe(0)
    expect(JSON.parse(stdout.text)).toEqual({ figures: [{ what: 'file a return', value: '1/s' }] })
    expect(stderr.text).toBe('file a return --quick --json\n')
  })

  test('bench that breaks off or is not there fails in a sentence', async () => {
    const script = join(data, 'broken.ts')
    await writeFile(script, 'process.exit(3)')
    const out = openOutput({ json: false, environment: {}, streams: { stdout: new Paper(), stderr: new Paper() } })
    await expect(runBench(script, [], out)).rejects.toThrow('broke off (exit code 3)')
    await expect(runBench(join(data, 'nowhere.ts'), [], out)).rejects.toThrow('in a checkout')
  })
})

describe('backhaul --help', () => {
  test('gathers every command by what it is for, and fits a terminal', async () => {
    const { stdout } = await backhaul(['--help'])
    const titles = [...stdout.matchAll(/^(\w[\w ]*)\n {2}\w/gm)].map(([, title]) => title)
    expect(titles.slice(0, GROUPS.length)).toEqual(GROUPS.map(group => `${group[0]?.toUpperCase()}${group.slice(1)}`))
    for (const { name, summary } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'))
    expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([])
  })

  test('`help settings` explains each, `help` something unknown does not pretend', async () => {
    const { stdout } = await backhaul(['help', 'settings'])
    for (const word of ['BACKHAUL_SECRET', 'Signs links', 'Default:', 'Example:']) expect(stdout).toContain(word)
    expect(await backhaul(['help', 'docter'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean `doctor`?'),
    })
  })

  test('needs no settings to be right', async () => {
    for (const args of [['--help'], ['doctor', '--help'], ['completion', 'bash']])
      expect(await backhaul(args, { PORT: 'nonsense' })).toMatchObject({ code: 0, stderr: '' })
  })
})
