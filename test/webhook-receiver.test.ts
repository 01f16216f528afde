/** The receivers of docs/webhooks.md, run as they stand there, against messages signed by somebody else's library. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const page = await readFile(join(root, 'docs/webhooks.md'), 'utf8')
const folder = await mkdtemp(join(tmpdir(), 'backhaul-receiver-'))
await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const BODY = JSON.stringify({ id: 'e1', type: 'note.written', sequence: 3, return: { number: 'K7M2XQ4P' } })

const running: ChildProcess[] = []
afterAll(async () => {
  for (const child of running) child.kill()
  await rm(folder, { recursive: true, force: true })
})

const codeOf = (name: string): string => page.split(`\`\`\`js ${name}\n`)[1]?.split('\n```')[0] ?? ''

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** Started, and what it has said so far. */
async function start(name: string, more: Record<string, string> = {}) {
  await writeFile(join(folder, name), codeOf(name))
  const port = await freePort()
  const child = spawn(process.execPath, [name], {
    cwd: folder,
    env: { ...process.env, SECRET, PORT: String(port), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  const send = async (headers: Record<string, string>, body = BODY): Promise<number> => {
    const { status } = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })
    return status
  }
  for (;;) {
    if ((await send({}).catch(() => 0)) === 400) return { send, said: () => said }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

function signed(body = BODY, at = new Date(), secrets = [SECRET]): Record<string, string> {
  const signatures = secrets.map(secret => new Webhook(secret).sign('e1', at, body))
  return {
    'webhook-id': 'e1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}

const OTHER = `whsec_${Buffer.alloc(24, 9).toString('base64')}`

describe.each(['receiver.mjs', 'receiver-with-library.mjs'])('%s', name => {
  test('takes what was signed, also beside the signature of another secret, and nothing else', async () => {
    const { send, said } = await start(name)
    expect(await send(signed())).toBe(204)
    expect(await send(signed(BODY, new Date(), [OTHER, SECRET]))).toBe(204)
    await expect.poll(said).toBe('204 e1 note.written K7M2XQ4P 3\n'.repeat(2))
    expect(await send(signed(), BODY.replace('3', '4'))).toBe(400)
    expect(await send(signed(BODY, new Date(), [OTHER]))).toBe(400)
    expect(await send(signed(BODY, new Date(Date.now() - 600_000)))).toBe(400)
    expect(await send({ ...signed(), 'webhook-id': 'e2' })).toBe(400)
    expect(await send({ ...signed(), 'webhook-timestamp': 'now' })).toBe(400)
  })
})

test('the plain one is short, and refuses as often as it is told to', async () => {
  expect(codeOf('receiver.mjs').split('\n').length).toBeLessThanOrEqual(25)
  const { send } = await start('receiver.mjs', { REFUSE: '2' })
  expect([await send(signed()), await send(signed()), await send(signed())]).toEqual([500, 500, 204])
})
