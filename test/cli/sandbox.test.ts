/** The promise that other people's test set-ups rely on: one command, one file, one line. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SandboxFile } from '../../src/sandbox/contract.ts'
import { folder, type Runs, run, start } from './kit.ts'

const root = await folder()
const data = join(root, 'one')

let running: Runs
let file: SandboxFile

const read = async (path = data): Promise<SandboxFile> =>
  JSON.parse(await readFile(join(path, 'sandbox.json'), 'utf8')) as SandboxFile

const call = (key: string, path: string) =>
  fetch(`${file.base_url}${path}`, { headers: { authorization: `Bearer ${key}` } })

const json = async (key: string, path: string): Promise<any> => (await call(key, path)).json()

const up = async (more: string[] = [], path = data): Promise<Runs> => {
  const runs = start(['sandbox', '--port', '0', '--data', path, ...more])
  await runs.said(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m)
  return runs
}

const down = async (runs: Runs) => {
  runs.child.kill('SIGTERM')
  return runs.ended
}

beforeAll(async () => {
  running = await up()
  file = await read()
})
afterAll(async () => void (running && (await down(running))))

describe('sandbox.json', () => {
  test('has the promised shape, and nothing beside it', () => {
    expect([...Value.Errors(SandboxFile, file)]).toEqual([])
  })

  test('is for this account only', async () => {
    expect((await stat(join(data, 'sandbox.json'))).mode & 0o777).toBe(0o600)
  })

  test('says where the platforms’ clients find their platform', () => {
    expect(file.dialects).toMatchObject({
      shopee: {
        base_url: `${file.base_url}/api/v2`,
        partner_id: 1001,
        shop_id: 900_001,
        partner_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      aftership: {
        base_url: `${file.base_url}/returns/2025-07`,
        legacy_base_url: `${file.base_url}/returnscenter/v2`,
        api_key: expect.stringMatching(/^asat_/),
      },
      shopflix: { base_url: `${file.base_url}/api` },
      shopline: { base_url: `${file.base_url}/admin/openapi/v20260301`, handle: 'open001' },
    })
  })

  test('lists enough orders, in several currencies, some of which can be returned', () => {
    expect(file.orders.length).toBeGreaterThanOrEqual(40)
    expect(new Set(file.orders.map(order => order.currency))).toEqual(new Set(['EUR', 'JPY', 'KWD', 'USD']))
    expect(file.orders.filter(order => order.lines.some(line => line.returnable > 0)).length).toBeGreaterThan(20)
    expect(file.orders.some(order => order.lines.every(line => line.returnable === 0))).toBe(true)
  })

  test('the portal’s order is one of them and can be returned', () => {
    const order = file.orders.find(one => one.number === file.portal.order_number)
    expect(order).toMatchObject({ email: file.portal.email, postal_code: file.portal.postal_code })
    expect(order?.lines[0]?.returnable).toBeGreaterThan(0)
  })
})

describe('the running sandbox', () => {
  test('is alive, ready, and shows who it is', async () => {
    expect((await fetch(`${file.base_url}/healthz`)).status).toBe(200)
    expect((await fetch(`${file.base_url}/readyz`)).status).toBe(200)
    const page = await fetch(file.base_url)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await page.text()).toContain('href="/docs"')
  })

  test.each(['owner', 'agent', 'warehouse', 'arbiter', 'shopper'] as const)(
    'the %s’s key reads returns',
    async role => {
      const answer = await json(file.keys[role], '/v1/returns?limit=5')
      expect(answer.data).toHaveLength(5)
    },
  )

  test('a listed order can be found and returned by its ids', async () => {
    const wanted = file.orders.find(order => order.number === file.portal.order_number) as SandboxFile['orders'][number]
    const { data: found } = await json(file.keys.owner, `/v1/orders?number=${wanted.number}`)
    const [order] = found
    expect(order.refs.external_id).toBe(wanted.id)
    expect(order.lines.map((line: { external_id: string }) => line.external_id)).toEqual(
      wanted.lines.map(line => line.id),
    )
    expect(order.fulfilments.map((sent: { external_id: string }) => sent.external_id)).toEqual(wanted.fulfillment_ids)
  })

  test('the stranger sees nothing of ours', async () => {
    const ours = await json(file.keys.owner, '/v1/returns?limit=1')
    expect((await call(file.stranger.key, `/v1/returns/${ours.data[0].id}`)).status).toBe(404)
    const theirs = await json(file.stranger.key, '/v1/returns?limit=100')
    expect(theirs.data.length).toBeGreaterThan(0)
  })
})

describe('starting again', () => {
  test('goes on with the same keys and data, also after a kill', async () => {
    running.child.kill('SIGKILL')
    await running.ended
    const before = file
    running = await up()
    file = await read()
    const { base_url: _before, ...old } = JSON.parse(JSON.stringify(before).replaceAll(before.base_url, 'BASE'))
    const { base_url: _after, ...now } = JSON.parse(JSON.stringify(file).replaceAll(file.base_url, 'BASE'))
    expect(now).toEqual(old)
    expect((await call(file.keys.owner, '/v1/returns?limit=1')).status).toBe(200)
  })

  test('a folder that belongs to somebody else is left alone', async () => {
    await writeFile(join(root, 'letter.txt'), 'Dear Maja,')
    const { code, stderr } = await run(['sandbox', '--port', '0', '--data', root])
    expect(code).toBe(1)
    expect(stderr).toContain('Name an empty folder with --data.')
    expect(await readFile(join(root, 'letter.txt'), 'utf8')).toBe('Dear Maja,')
  })
})

test('one seed gives one sandbox: the same keys, ids and codes', async () => {
  const [first, second] = await Promise.all(['seven', 'seven-too'].map(name => up(['--seed', '7'], join(root, name))))
  const [one, two] = await Promise.all([read(join(root, 'seven')), read(join(root, 'seven-too'))])
  const returnsOf = async ({ base_url, keys }: SandboxFile) => {
    const answer = await fetch(`${base_url}/v1/returns?limit=100`, {
      headers: { authorization: `Bearer ${keys.owner}` },
    })
    const { data: returns } = (await answer.json()) as {
      data: { id: string; number: string; serial: number; items: { id: string }[] }[]
    }
    return returns
      .map(({ id, number, serial, items }) => ({ id, number, serial, items: items.map(item => item.id) }))
      .toSorted((a, b) => a.serial - b.serial)
  }
  expect(JSON.stringify(one).replaceAll(one.base_url, '')).toBe(JSON.stringify(two).replaceAll(two.base_url, ''))
  expect(await returnsOf(one)).toEqual(await returnsOf(two))
  await Promise.all([first, second].map(runs => down(runs as Runs)))
})
