/** What an operator can set, read from the environment once, at the start, and refused as a whole when anything of it is wrong. */
import { join, resolve } from 'node:path'
import { nearest } from './cli/nearest.ts'
import type { StoreConfig } from './files/store.ts'
import type { MetricsAccess } from './http/metrics/access.ts'
import { readSender, readServer } from './outside/mail-server.ts'
import type { Post, Server } from './outside/post.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** `manual`: people do it, or another system, and say so. `simulated`: made up, to rehearse with. */
const STAND_IN = ['manual', 'simulated'] as const
type StandIn = (typeof STAND_IN)[number]

/** Requests in a minute. */
export type RateLimit = 'off' | { perAddress: number; perKey: number }

export type Config = {
  /** Holds the embedded database, the files, and what the outside stand-ins remember. */
  dataDir: string
  /** An outside PostgreSQL; without it the embedded one runs in the data folder. */
  databaseUrl: string | null
  host: string
  /** 0: any free one. */
  port: number
  /** How others reach us; null: by host and port. */
  baseUrl: string | null
  /** Signs links and seals credentials; null: the installation's own, kept in its database. */
  secret: string | null
  /** null: `info`, and `warn` where a person watches. */
  logLevel: LogLevel | null
  files: StoreConfig
  rateLimit: RateLimit
  poolSize: number
  payments: StandIn
  labels: StandIn
  /** Null: no mail leaves the house; what would be sent can be read in the log. */
  mailServer: Server | null
  /** From which address mails are written where a shop has none of its own. */
  mailFrom: Post['from']
  /** Off: this process only serves; deadlines, deliveries and errands are the work of others. */
  jobs: 'on' | 'off'
  /** Whether webhooks may go to our own network and this machine, also without TLS. */
  privateAddresses: 'refuse' | 'allow'
  /** The proxies whose `X-Forwarded-*` headers are believed. */
  trustProxy: boolean | string[]
  /** Who may read `/metrics`. */
  metrics: MetricsAccess
  /** How long a process that is asked to stop may take to finish what has begun. */
  drainSeconds: number
}

/** One line of the table that `--help` and the configuration page print. */
/** Scheme and host by which others reach us, without a slash at the end, for who is not asked by somebody who just did. */
export const originOf = ({ baseUrl, host, port }: Pick<Config, 'baseUrl' | 'host' | 'port'>): string =>
  baseUrl ?? `http://${host}:${port}`

export type Setting = { name: string; means: string; default: string; example: string }

export class ConfigError extends Error {
  /** One sentence per wrong variable. */
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Environment = Record<string, string | undefined>

/** A value, or in words what is wanted instead. */
type Read<T> = { value: T } | { wanted: string }

const is = <T>(value: T): Read<T> => ({ value })
const wanted = (text: string): Read<never> => ({ wanted: text })

type Reader<T> = Setting & { read: (text: string) => Read<T>; otherwise: T }

const setting = <T>(
  name: string,
  read: (text: string) => Read<T>,
  otherwise: T,
  about: Omit<Setting, 'name'>,
): Reader<T> => ({
  name,
  read,
  otherwise,
  ...about,
})

const oneOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): Read<T> =>
    words.includes(text as T) ? is(text as T) : wanted(`one of ${words.join(', ')}`)

const wholeNumber =
  (least: number, most: number) =>
  (text: string): Read<number> =>
    /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? is(Number(text))
      : wanted(`a whole number from ${least} to ${most}`)

const SETTINGS_BY_MEMBER = {
  dataDir: setting('BACKHAUL_DATA', text => is(resolve(text)), resolve('data'), {
    means:
      'Folder of the installation: `postgres` (the embedded database), `files` (photos and labels), `outside` (what the stand-ins for payment and carriers remember).',
    default: './data',
    example: '/var/lib/backhaul',
  }),
  databaseUrl: setting('DATABASE_URL', databaseUrl, null as string | null, {
    means: 'An outside PostgreSQL, 15 or newer. Without it the embedded one runs in the data folder.',
    default: 'the embedded database',
    example: 'postgres://backhaul:secret@db.example.com/backhaul',
  }),
  host: setting(
    'BACKHAUL_HOST',
    text => (/^[\w.:-]+$/.test(text) ? is(text) : wanted('a host name or an address')),
    '127.0.0.1',
    {
      means:
        'The address to listen on. The default answers this machine only; in a container, or to be reached from outside, say 0.0.0.0.',
      default: '127.0.0.1',
      example: '0.0.0.0',
    },
  ),
  port: setting('PORT', wholeNumber(0, 65_535), 4300, {
    means: 'The port to listen on; 0 takes any free one.',
    default: '4300',
    example: '8080',
  }),
  baseUrl: setting('BACKHAUL_BASE_URL', webAddress, null as string | null, {
    means: 'How browsers and other systems reach this installation; links are made with it.',
    default: 'http://<host>:<port>',
    example: 'https://returns.example.com',
  }),
  secret: setting(
    'BACKHAUL_SECRET',
    text => (text.length >= 32 ? is<string | null>(text) : wanted('at least 32 characters')),
    null,
    {
      means:
        'Signs links and seals the credentials of platforms. Keep it: with another one, what was sealed stays shut. Without it the installation makes its own and keeps it in the database.',
      default: 'the installation’s own',
      example: 'openssl rand -base64 32',
    },
  ),
  logLevel: setting('BACKHAUL_LOG_LEVEL', oneOf(LOG_LEVELS), null as LogLevel | null, {
    means: `How much is logged: ${LOG_LEVELS.join(', ')}. Logs are lines of JSON on standard output.`,
    default: 'info; in a terminal warn',
    example: 'debug',
  }),
  files: setting('BACKHAUL_FILES', shelf, null as StoreConfig | null, {
    means:
      'Where photos and labels are kept: a folder, or a bucket as s3://name?region=…&endpoint=…&path_style=yes. The keys of a bucket come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    default: '<BACKHAUL_DATA>/files',
    example: 's3://returns?region=eu-central-1',
  }),
  rateLimit: setting(
    'BACKHAUL_RATE_LIMIT',
    rateLimit,
    { perAddress: 6000, perKey: 6000 },
    {
      means: 'Most requests in a minute per address and per key, or off.',
      default: '6000,6000',
      example: 'off',
    },
  ),
  poolSize: setting('BACKHAUL_POOL', wholeNumber(2, 200), 10, {
    means: 'Connections to the database this process may use.',
    default: '10',
    example: '20',
  }),
  payments: setting('BACKHAUL_PAYMENTS', oneOf(STAND_IN), 'manual', {
    means:
      'Who moves money back: manual (people, or another system that says so with `settle`) or simulated (a stand-in to rehearse with; no money moves).',
    default: 'manual',
    example: 'simulated',
  }),
  labels: setting('BACKHAUL_LABELS', oneOf(STAND_IN), 'manual', {
    means:
      'Who makes parcel labels: manual (people, or another system that says so with `print`) or simulated (made up).',
    default: 'manual',
    example: 'simulated',
  }),
  mailServer: setting('BACKHAUL_SMTP_URL', mailServer, null as Server | null, {
    means:
      'The mail server that sends to shoppers and staff: smtp://user:password@host:587 (begins in the clear and must change over to TLS; ?tls=optional or ?tls=off if it cannot) or smtps://user:password@host:465. Without it nothing is sent, and everything that would be can be read in the log of mails.',
    default: 'none',
    example: 'smtp://returns:secret@mail.example.com:587',
  }),
  mailFrom: setting('BACKHAUL_MAIL_FROM', mailFrom, null as Post['from'], {
    means: 'From which address mails are written where a shop has none of its own. The mail server must let it.',
    default: 'none',
    example: 'returns@example.com',
  }),
  jobs: setting('BACKHAUL_JOBS', oneOf(['on', 'off'] as const), 'on', {
    means:
      'Whether a server also does what goes by itself: deadlines, reminders, webhooks, refunds and labels, clean-up. With off it only serves, and at least one `backhaul worker` must run beside it.',
    default: 'on',
    example: 'off',
  }),
  privateAddresses: setting('BACKHAUL_WEBHOOKS_PRIVATE', oneOf(['refuse', 'allow'] as const), 'refuse', {
    means:
      'Whether webhooks may go to addresses of your own network and of this machine, and without TLS: refuse or allow. Photos that platforms’ clients name by their address are fetched by the same rule. Whoever may add endpoints can then make this process call what only it can reach.',
    default: 'refuse',
    example: 'allow',
  }),
  trustProxy: setting('BACKHAUL_TRUST_PROXY', proxies, false, {
    means:
      'Proxies in front whose word about the caller’s address is believed: addresses or networks separated by commas, yes for any, or no.',
    default: 'no',
    example: '10.0.0.0/8',
  }),
  metrics: setting('BACKHAUL_METRICS', metricsAccess, 'on', {
    means:
      'Who may read the figures at `/metrics`: on (programs on this machine that ask without a proxy), off, or a token of at least 16 characters that must be sent as Authorization: Bearer.',
    default: 'on',
    example: 'openssl rand -hex 24',
  }),
  drainSeconds: setting('BACKHAUL_DRAIN_SECONDS', wholeNumber(0, 600), 10, {
    means:
      'How long a process that is asked to stop may take to answer what has begun. A quarter of it is spent telling load balancers that watch `/readyz`.',
    default: '10',
    example: '30',
  }),
} satisfies { [K in keyof Config]: Reader<Config[K]> | Reader<Config[K] | null> }

/** In the order people need them. */
export const SETTINGS: readonly Setting[] = Object.values(SETTINGS_BY_MEMBER).map(
  ({ name, means, default: otherwise, example }) => ({
    name,
    means,
    default: otherwise,
    example,
  }),
)

/** Throws a `ConfigError` with a sentence per wrong variable. Names that begin with BACKHAUL_ and mean nothing are wrong too: they are typing mistakes. */
export function readConfig(environment: Environment): Config {
  const { config, problems } = inspectConfig(environment)
  if (problems.length > 0) throw new ConfigError(problems.map(({ sentence }) => sentence))
  return config
}

/** `name` is the variable it is about. */
export type ConfigProblem = { name: string; sentence: string }

/** Everything that is wrong, and the settings with the default in place of each wrong one: for looking on, never for running. */
export function inspectConfig(environment: Environment): { config: Config; problems: ConfigProblem[] } {
  const problems = unknownNames(environment)
  const entries = Object.entries(SETTINGS_BY_MEMBER).map(([member, reader]) => {
    const text = environment[reader.name]?.trim()
    if (text === undefined || text === '') return [member, reader.otherwise]
    const read = (reader.read as (text: string) => Read<unknown>)(text)
    if ('value' in read) return [member, read.value]
    const sentence = `${reader.name} must be ${read.wanted}; it is ${shown(reader.name, text)}.`
    problems.push({ name: reader.name, sentence })
    return [member, reader.otherwise]
  })
  return { config: withDataDir(Object.fromEntries(entries) as Config, environment), problems }
}

/** Files lie in the data folder unless they were put elsewhere. */
function withDataDir(config: Config & { files: StoreConfig | null }, environment: Environment): Config {
  const credentials = { accessKeyId: environment.AWS_ACCESS_KEY_ID, secretAccessKey: environment.AWS_SECRET_ACCESS_KEY }
  if (config.files?.kind === 's3') return { ...config, files: { ...config.files, ...defined(credentials) } }
  return { ...config, files: config.files ?? { kind: 'folder', path: join(config.dataDir, 'files') } }
}

/** With another data folder than the environment says; files that lay in the old one move along. */
export function inFolder(config: Config, dataDir: string): Config {
  const own = config.files.kind === 'folder' && config.files.path === join(config.dataDir, 'files')
  const moved = resolve(dataDir)
  return { ...config, dataDir: moved, files: own ? { kind: 'folder', path: join(moved, 'files') } : config.files }
}

function unknownNames(environment: Environment): ConfigProblem[] {
  const known = SETTINGS.map(({ name }) => name)
  return Object.keys(environment)
    .filter(name => name.startsWith('BACKHAUL_') && !known.includes(name))
    .map(name => {
      const meant = nearest(name, known)
      const sentence = `There is no setting ${name}${meant ? `; did you mean ${meant}?` : '. `backhaul --help` lists them all.'}`
      return { name, sentence }
    })
}

const SECRET = ['BACKHAUL_SECRET', 'DATABASE_URL', 'BACKHAUL_METRICS', 'BACKHAUL_SMTP_URL']

/** What was typed, unless it may hold a password. */
const shown = (name: string, text: string): string => (SECRET.includes(name) ? 'something else' : JSON.stringify(text))

function databaseUrl(text: string): Read<string | null> {
  return /^postgres(ql)?:\/\/\S+$/.test(text)
    ? is(text)
    : wanted('an address like postgres://user:password@host:5432/name')
}

function webAddress(text: string): Read<string | null> {
  const url = URL.parse(text)
  const plain = url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
  return plain ? is(text.replace(/\/+$/, '')) : wanted('a web address like https://returns.example.com')
}

function shelf(text: string): Read<StoreConfig | null> {
  if (!text.startsWith('s3:')) return is({ kind: 'folder', path: resolve(text) })
  const url = URL.parse(text)
  if (!url?.hostname) return wanted('a folder, or a bucket like s3://name?region=eu-central-1')
  const endpoint = url.searchParams.get('endpoint') ?? undefined
  const region = url.searchParams.get('region') ?? undefined
  const pathStyle = url.searchParams.has('path_style')
    ? /^(yes|true|1)$/.test(url.searchParams.get('path_style') ?? '')
    : undefined
  return is({ kind: 's3', bucket: url.hostname, ...defined({ endpoint, region, pathStyle }) })
}

function mailServer(text: string): Read<Server | null> {
  const server = readServer(text)
  return server ? is(server) : wanted('an address like smtp://user:password@mail.example.com:587')
}

function mailFrom(text: string): Read<Post['from']> {
  const from = readSender(text)
  return from ? is(from) : wanted('an address like returns@example.com or Returns <returns@example.com>')
}

function rateLimit(text: string): Read<RateLimit> {
  if (text === 'off') return is('off')
  const found = /^(\d{1,7})(?:\s*,\s*(\d{1,7}))?$/.exec(text)
  const perAddress = Number(found?.[1] ?? 0)
  const perKey = Number(found?.[2] ?? found?.[1] ?? 0)
  return perAddress > 0 && perKey > 0 ? is({ perAddress, perKey }) : wanted('off, or one or two numbers like 600,1200')
}

function proxies(text: string): Read<boolean | string[]> {
  if (/^(no|false|off)$/i.test(text)) return is(false)
  if (/^(yes|true|on)$/i.test(text)) return is(true)
  const networks = text.split(',').map(part => part.trim())
  const fine = networks.every(network => /^(loopback|linklocal|uniquelocal|[\da-f.:]+(\/\d{1,3})?)$/i.test(network))
  return fine ? is(networks) : wanted('yes, no, or addresses and networks like 10.0.0.0/8 separated by commas')
}

function metricsAccess(text: string): Read<MetricsAccess> {
  if (text === 'on' || text === 'off') return is<MetricsAccess>(text)
  return /^[!-~]{16,}$/.test(text)
    ? is<MetricsAccess>({ token: text })
    : wanted('on, off, or a token of at least 16 characters without blanks')
}

const defined = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>
