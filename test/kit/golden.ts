/** Requests and answers as they went over the wire, kept beside each dialect and compared byte for byte. `UPDATE_GOLDEN=1` writes them anew. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'

export type Exchange = {
  request: { method: string; url: string; headers: Record<string, string>; body: string | null }
  reply: { status: number; headers: Record<string, string>; body: string }
}

/** Headers of an answer that are part of a platform's contract; what is the house's own is left out. */
const TOLD =
  /^(?:content-type|content-length|location|retry-after|www-authenticate|allow|as-|ratelimit-|traceid|x-retry|set-cookie)/

/** `secrets` never reach a recording: each is replaced by its name wherever it stands. */
export async function expectGolden(
  file: string,
  { request, reply }: Exchange,
  secrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const text = hidden(
    [
      `${request.method} ${request.url}`,
      ...lines(request.headers),
      '',
      request.body ?? '',
      '',
      String(reply.status),
      ...lines(Object.fromEntries(Object.entries(reply.headers).filter(([name]) => TOLD.test(name)))),
      '',
      reply.body,
      '',
    ].join('\n'),
    secrets,
  )
  if (process.env.UPDATE_GOLDEN === '1' || (!existsSync(file) && process.env.CI === undefined)) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  expect(text, `${file}: if the change is wanted, UPDATE_GOLDEN=1 writes it`).toBe(await readFile(file, 'utf8'))
}

export const goldenFile = (dialect: string, name: string): string =>
  join(import.meta.dirname, '../../src/dialects', dialect, 'golden', `${name}.http`)

const lines = (headers: Record<string, string>): string[] =>
  Object.entries(headers)
    .filter(([name]) => !['host', 'user-agent', 'content-length', 'connection'].includes(name))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()

/** Longest first, so that a secret inside another one does not leave half of it behind. */
function hidden(text: string, secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .sort(([, one], [, other]) => other.length - one.length)
    .reduce((seen, [name, secret]) => seen.replaceAll(secret, `{${name}}`), text)
}
