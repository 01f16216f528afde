/** The shop's diary: structured lines without anybody's secrets. */
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

const HIDDEN = '[hidden]'

const SECRET_HEADERS = ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'as-api-key', 'idempotency-key']
const SECRET_MEMBERS = ['password', 'token', 'access_token', 'refresh_token', 'api_key', 'secret', 'partner_key']

/** Parameters that open something: of our own signed links, and of the platforms whose calls carry keys in the address. */
const SECRET_PARAMETERS =
  /([?&](?:signature|sign|sig|token|access_token|refresh_token|key|api_key|code|secret)=)[^&#]*/gi

/** The address as the log may hold it. */
export function hideSecrets(url: string): string {
  return url.replace(SECRET_PARAMETERS, `$1${HIDDEN}`)
}

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
    serializers: {
      err: stdSerializers.err,
      req: ({ method, url, host, ip }: LoggedRequest) => ({ method, url: hideSecrets(url), host, remote_address: ip }),
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
