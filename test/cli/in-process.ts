/** The command without a process of its own: quicker, and on the test's database. */
import { Readable, Writable } from 'node:stream'
import type { Typed } from '../../src/cli/command.ts'
import { main } from '../../src/cli.ts'
import type { TestDatabase } from '../kit/database.ts'

export type Answer = { code: number; stdout: string; stderr: string; json: any }

/** What was written on it can be read. */
export class Paper extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** `stdin` is what is piped in, or a terminal; nothing is, when it is left out. */
export async function backhaul(
  args: readonly string[],
  environment: Record<string, string> = {},
  stdin: Typed = Readable.from([]),
): Promise<Answer> {
  const stdout = new Paper()
  const stderr = new Paper()
  const code = await main(args, environment, { stdin, stdout, stderr })
  return {
    code,
    stdout: stdout.text,
    stderr: stderr.text,
    json: args.includes('--json') ? readJson(stdout.text) : null,
  }
}

/** One document, or one line each for what goes on. Anything else on standard output is a mistake, and throws. */
function readJson(text: string): unknown {
  if (text === '') return null
  if (/^[[{]\n/.test(text)) return JSON.parse(text)
  const lines = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  return lines.length === 1 ? lines[0] : lines
}

/** The test's database as an operator would name it. */
export function urlOf(target: TestDatabase['target']): string {
  if (typeof target === 'string') return target
  const { host, port, user, database, password = '' } = target
  const url = new URL(`postgres://localhost/${database}`)
  url.username = user
  url.password = password
  url.searchParams.set('host', host)
  url.searchParams.set('port', String(port))
  return url.href
}
