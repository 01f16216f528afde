/** The command without a process of its own: quicker, and on the test's database. */
import { Writable } from 'node:stream'
import { main } from '../../src/cli.ts'
import type { TestDatabase } from '../kit/database.ts'

export type Answer = { code: number; stdout: string; stderr: string; json: any }

class Paper extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

export async function backhaul(args: readonly string[], environment: Record<string, string> = {}): Promise<Answer> {
  const stdout = new Paper()
  const stderr = new Paper()
  const code = await main(args, environment, { stdout, stderr })
  return {
    code,
    stdout: stdout.text,
    stderr: stderr.text,
    json: args.includes('--json') && stdout.text ? JSON.parse(stdout.text) : null,
  }
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
