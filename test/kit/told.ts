/** Platforms' languages of telling over real connections: endpoints as people make them, a receiver that remembers, and golden messages. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect } from 'vitest'
import { refused } from '../../src/core/refusal.ts'
import { createEndpoint, type EndpointMade, type EndpointWish } from '../../src/desk/endpoints.ts'
import { signingSecrets } from '../../src/desk/signing-secrets.ts'
import { formatsOf } from '../../src/start-telling.ts'
import { type DialectKit, openDialectKit } from './dialect.ts'
import { goldenFile } from './golden.ts'
import { type Heard, openReceiver, type Receiver } from './receiver.ts'
import { openTellingKit, type TellingKit } from './telling.ts'

export type ToldKit = DialectKit &
  Omit<TellingKit, 'endpoint'> & {
    receiver: Receiver
    /** Made over the desk; its address is the receiver's unless said otherwise. */
    endpoint: (wish: Partial<EndpointWish>) => Promise<EndpointMade>
    /** Delivers what is due and gives what came in since. */
    told: () => Promise<Heard[]>
  }

export async function openToldKit(wish: Parameters<typeof openDialectKit>[0] = {}): Promise<ToldKit> {
  const kit = await openDialectKit(wish)
  const { desk } = kit
  const telling = openTellingKit(kit, {
    formats: formatsOf(desk, 'https://returns.example.com'),
    secretsOf: (org, id, sealed) => signingSecrets(desk, org, id, sealed),
  })
  const receiver = await openReceiver(() => 200)
  return {
    ...kit,
    ...telling,
    receiver,
    async endpoint(more) {
      const made = await createEndpoint(desk, kit.as('owner'), { name: 'Told', url: receiver.url, ...more })
      if (refused(made)) throw new Error(`${made.code}: ${JSON.stringify(made.detail)}`)
      return made
    },
    async told() {
      await telling.rounds()
      return receiver.heard.splice(0)
    },
  }
}

/** A message byte for byte, as it went out; the port and what is signed with it are the machine's. */
export async function expectGoldenMessage(
  dialect: string,
  name: string,
  { path, headers, body }: Heard,
  signature: string,
): Promise<void> {
  const told = Object.entries(headers)
    .filter(([header]) => !['host', 'connection', 'content-length', 'user-agent'].includes(header))
    .map(([header, value]) => `${header}: ${header === signature ? '{signature}' : value}`)
    .sort()
  const text = [`POST ${path}`, ...told, '', body, ''].join('\n')
  const file = goldenFile(dialect, name)
  if (process.env.UPDATE_GOLDEN === '1' || (!existsSync(file) && process.env.CI === undefined)) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  expect(text, `${file}: if the change is wanted, UPDATE_GOLDEN=1 writes it`).toBe(await readFile(file, 'utf8'))
}
