/** The shop's diary: structured lines without anybody's secrets, and without what people are called. */
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

const HIDDEN = '[hidden]'

const SECRET_HEADERS = ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'as-api-key', 'idempotency-key']
const SECRET_MEMBERS = ['password', 'token', 'access_token', 'refresh_token', 'api_key', 'secret', 'partner_key']

/** A piece of a path that cannot be somebody's address or a key: ids, numbers, plain words. */
const PLAIN = /^[\w.:-]{0,40}$/

/** The address as the log may hold it: never what stands behind the question mark, where people search for names and platforms send keys. */
export function hideInPath(url: string): string {
  const [path = ''] = url.split('?', 1)
  return path
    .split('/')
    .map(piece => (PLAIN.test(piece) ? piece : HIDDEN))
    .join('/')
}

/**
 * What must stand in no line, whoever wrote it: e-mail addresses, keys of ours, secrets of webhooks, passwords in addresses. The last line of defence,
 * for messages of others: a database quotes the value it did not like.
 */
const NEVER: readonly [RegExp, string][] = [
  [/(\b\w+:\/\/[^\s:/@"]*:)[^\s@"]+@/g, `$1${HIDDEN}@`],
  [/\bwhsec_[\w+/=-]{16,}/g, HIDDEN],
  [/\bbh_[\w-]{16,}/g, HIDDEN],
  [/[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/gi, '[e-mail]'],
]

const SUSPECT = /@|%40|bh_|whsec_/

const clean = (line: string): string =>
  SUSPECT.test(line) ? NEVER.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line) : line

interface LoggedRequest {
  method: string
  url: string
  host?: string
  ip?: string
  headers?: Record<string, unknown>
}

/** A logger for the whole process. Headers and bodies are not logged; should a line carry them anyway, secrets are cut out. */
export function createLogger(options: { level?: string; destination?: DestinationStream } = {}): Logger {
  const { level = 'info', destination } = options
  const settings = {
    level,
    base: null,
    redact: { paths: secretPaths(), censor: HIDDEN },
    hooks: { streamWrite: clean },
    serializers: {
      err: stdSerializers.err,
      req: ({ method, url, host, ip }: LoggedRequest) => ({ method, path: hideInPath(url), host, remote_address: ip }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  }
  return destination ? pino(settings, destination) : pino(settings)
}

function secretPaths(): string[] {
  const inHeaders = SECRET_HEADERS.flatMap(name => [`headers["${name}"]`, `*.headers["${name}"]`])
  const inBodies = SECRET_MEMBERS.flatMap(name => [name, `*.${name}`])
  return [...inHeaders, ...inBodies]
}
