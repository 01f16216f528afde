/** The building every door opens into: one Fastify instance with the shop's limits, manners and diary. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from '@fastify/helmet'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify'
import { rememberRoutes } from './allowed-methods.ts'
import { acceptJson } from './body.ts'
import { answerBrokenConnection } from './broken-connection.ts'
import { keepDiary, QuietLines, type WhoIs } from './diary.ts'
import { explain } from './explain.ts'
import { textTrouble } from './plain-text.ts'
import { type FieldError, invalidRequest, ProblemError, sendProblem } from './problem.ts'
import { tongueAt } from './tongues.ts'
import { buildValidator } from './validation.ts'

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/**
 * `whoIs` tells the log whose a request is. `trustProxy` names the proxies whose `X-Forwarded-*` headers are believed; without one they are ignored.
 * `requestTimeoutMs` is how long a request may take to arrive, not how long its answer may take: a photo over a bad
 * mobile line needs its two minutes.
 */
export interface AppOptions {
  logger?: FastifyBaseLogger
  whoIs?: WhoIs
  trustProxy?: boolean | string | string[]
  bodyLimitBytes?: number
  requestTimeoutMs?: number
}

const BODY_LIMIT_BYTES = 1024 * 1024
const HEADER_LIMIT_BYTES = 16 * 1024
const HEADERS_TIMEOUT_MS = 20_000
const REQUEST_TIMEOUT_MS = 120_000
/** Longer than the usual minute of a load balancer, so that never we, always it lets go first. */
const KEEP_ALIVE_MS = 72_000
/** A connection in use on which nothing moves is dropped this much later than a request that does not arrive is answered. */
const SILENCE_MS = 30_000
const LONGEST_PARAMETER = 512

/**
 * Put the building up. Doors are registered on it afterwards as plugins. The native API's tongue – problem documents –
 * is the house's; a dialect sets its own error and not-found handlers inside its plugin and asks `explain` and
 * `methodsAt` what to say.
 */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const app: App = fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    ...limits(options),
    trustProxy: options.trustProxy ?? false,
    genReqId,
    requestIdHeader: false,
    logController: new QuietLines({ requestIdLogLabel: 'request_id' }),
    // While closing, a request on a connection that is still open is answered, and the connection closed after it.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: { buildValidator: buildValidator as never } },
    frameworkErrors: (error, request, reply) =>
      void (tongueAt(app, request.url) ?? sayProblem)(error, request as never, echoId(reply as never)),
    clientErrorHandler: answerBrokenConnection,
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.decorateRequest('bodyBytes', undefined)
  app.decorate('tongues', [])
  if (options.logger) keepDiary(app, options.whoIs)
  acceptJson(app)
  rememberRoutes(app)
  app.addHook('onRequest', async (_request, reply) => void echoId(reply))
  app.addHook('preValidation', async request => refuseBadText(request))
  app.setErrorHandler(answerFault)
  app.setNotFoundHandler(answerNotFound)
  await app.register(helmet, HEADERS)
  return app
}

function limits({ bodyLimitBytes, requestTimeoutMs = REQUEST_TIMEOUT_MS }: AppOptions) {
  return {
    bodyLimit: bodyLimitBytes ?? BODY_LIMIT_BYTES,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: requestTimeoutMs + SILENCE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    http: {
      maxHeaderSize: HEADER_LIMIT_BYTES,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(5_000, requestTimeoutMs),
    },
  }
}

/**
 * An API needs nothing from a browser, so its answers may load nothing and be framed nowhere; pages loosen this route
 * by route. HSTS binds only this host: what runs on its sub-domains is not ours to decide.
 */
const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
  },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
}

const SANE_ID = /^[\w.:/+=@-]{1,128}$/

/** The caller's own request id when it has a sane shape, so that one id runs through both sides' logs; else a new one. */
function genReqId({ headers }: IncomingMessage): string {
  const theirs = headers['x-request-id']
  return typeof theirs === 'string' && SANE_ID.test(theirs) ? theirs : randomUUID()
}

function echoId(reply: FastifyReply): FastifyReply {
  return reply.header('x-request-id', reply.request.id)
}

/** The body's texts were looked at when it was read; here are those of the address, where bad text can only come encoded. */
function refuseBadText(request: FastifyRequest): void {
  if (!request.url.includes('%00')) return
  const errors = [...badTexts('query', request.query), ...badTexts('path', request.params)]
  if (errors.length > 0) throw new ProblemError(invalidRequest(errors))
}

function badTexts(part: FieldError['in'], values: unknown): FieldError[] {
  return Object.entries(values ?? {}).flatMap(([path, value]) =>
    [path, value].flat().flatMap(text => {
      const trouble = textTrouble(String(text))
      return trouble ? [{ in: part, path: path.replaceAll('\0', ''), ...trouble }] : []
    }),
  )
}

function answerFault(fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const parts = explain(fault)
  if (parts.status >= 500) request.log.error({ err: fault }, 'request failed')
  return sendProblem(reply, parts)
}

const sayProblem = (fault: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendProblem(reply, explain(fault))

function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const allowed = request.server.methodsAt(request.url)
  if (allowed.length === 0) {
    const detail = 'There is nothing at this address. Check its spelling against the reference at /docs.'
    return sendProblem(reply, { status: 404, code: 'route_not_found', detail })
  }
  const detail = `This address does not take ${request.method}. Use ${allowed.join(' or ')}.`
  return sendProblem(reply.header('allow', allowed.join(', ')), {
    status: 405,
    code: 'method_not_allowed',
    detail,
    allowed,
  })
}
