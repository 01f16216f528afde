/** The `backhaul` command: finds the command meant, reads its options, and turns whatever goes wrong into one sentence. */
import { parseArgs } from 'node:util'
import { type Command, CommandError, EXIT, type ExitCode, UsageError, type Values } from './cli/command.ts'
import { commandHelp, generalHelp, type Listed } from './cli/help.ts'
import { nearest } from './cli/nearest.ts'
import { type Output, openOutput, type Streams } from './cli/output.ts'
import { ConfigError, readConfig } from './config.ts'

type Entry = Listed & { load: () => Promise<Command> }

/** Loaded one at a time: what is not asked for costs no start-up time. */
const COMMANDS: readonly Entry[] = [
  { name: 'start', summary: 'Run the server', load: async () => (await import('./cli/start.ts')).start },
  {
    name: 'sandbox',
    summary: 'Run a complete, seeded installation to develop against',
    load: async () => (await import('./cli/sandbox.ts')).sandbox,
  },
  {
    name: 'migrate',
    summary: 'Bring the database to this version',
    load: async () => (await import('./cli/migrate.ts')).migrate,
  },
  {
    name: 'keys create',
    summary: 'Make an API key',
    load: async () => (await import('./cli/keys-create.ts')).keysCreate,
  },
  { name: 'keys list', summary: 'List API keys', load: async () => (await import('./cli/keys-list.ts')).keysList },
  {
    name: 'keys revoke',
    summary: 'Make an API key open nothing any more',
    load: async () => (await import('./cli/keys-revoke.ts')).keysRevoke,
  },
  {
    name: 'orders import',
    summary: 'Enter orders from a file',
    load: async () => (await import('./cli/orders-import.ts')).ordersImport,
  },
]

export type Environment = Record<string, string | undefined>

/** Runs a command line, without the program's own name, and gives the exit code. */
export async function main(
  words: readonly string[],
  environment: Environment = process.env,
  streams: Streams = process,
): Promise<ExitCode> {
  const out = openOutput({ json: words.includes('--json'), environment, streams })
  try {
    return await dispatch(words, environment, out)
  } catch (fault) {
    const { sentence, code } = troubleOf(fault)
    out.give({ error: sentence })
    out.note(`backhaul: ${sentence}`)
    return code
  }
}

/** These may stand before the command too. */
const LEADING = ['--json', '--help', '-h', '--version']

async function dispatch(words: readonly string[], environment: Environment, out: Output): Promise<ExitCode> {
  const start = words.findIndex(word => !LEADING.includes(word))
  const leading = start < 0 ? words : words.slice(0, start)
  const rest = start < 0 ? [] : words.slice(start)
  const entry = COMMANDS.find(({ name }) => name === rest.slice(0, name.split(' ').length).join(' '))
  if (entry === undefined) return withoutCommand(leading, rest, out)
  const command = await entry.load()
  const { values, positionals } = parsed(command, [...leading, ...rest.slice(command.name.split(' ').length)])
  if (values.help) {
    out.say(commandHelp(command))
    out.give({ help: commandHelp(command) })
    return EXIT.ok
  }
  checkOperands(command, positionals)
  return command.run({ values, positionals, config: readConfig(environment), out })
}

async function withoutCommand(leading: readonly string[], rest: readonly string[], out: Output): Promise<ExitCode> {
  const asked = rest.length === 0 || rest[0] === 'help'
  if (!asked) throw new UsageError(unknownCommand(rest))
  if (leading.includes('--version')) {
    const { VERSION } = await import('./version.ts')
    out.say(VERSION)
    out.give({ version: VERSION })
    return EXIT.ok
  }
  out.say(generalHelp(COMMANDS))
  out.give({ help: generalHelp(COMMANDS) })
  return leading.length > 0 || rest.length > 0 ? EXIT.ok : EXIT.usage
}

function unknownCommand(named: readonly string[]): string {
  const siblings = COMMANDS.filter(({ name }) => name.startsWith(`${named[0]} `)).map(({ name }) => name)
  if (siblings.length > 0) return `\`${named[0]}\` needs one more word: ${siblings.join(', ')}.`
  const names = COMMANDS.map(({ name }) => name)
  const meant = nearest(named.slice(0, 2).join(' '), names) ?? nearest(named[0] ?? '', names)
  return `There is no command ${JSON.stringify(named[0])}${meant ? `; did you mean \`${meant}\`?` : '.'} \`backhaul --help\` lists them all.`
}

function parsed(command: Command, args: string[]): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]))
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    return { values, positionals }
  } catch (fault) {
    throw new UsageError(saidByParser(fault as Error, command))
  }
}

function saidByParser({ message }: Error, command: Command): string {
  const unknown = /Unknown option '(-[^']+)'/.exec(message)?.[1]
  if (unknown === undefined)
    return `${message.split('\n')[0]?.replace(/\.? To specify.*$/, '')}. See \`backhaul ${command.name} --help\`.`
  const meant = nearest(unknown.replace(/^-+/, ''), [...Object.keys(command.options), 'json', 'help'])
  return `\`${command.name}\` has no option ${unknown}${meant ? `; did you mean --${meant}?` : '.'} See \`backhaul ${command.name} --help\`.`
}

function checkOperands({ name, takes }: Command, given: readonly string[]): void {
  if (takes?.required && given.length === 0)
    throw new UsageError(`\`${name}\` needs ${takes.name}. See \`backhaul ${name} --help\`.`)
  const most = takes ? 1 : 0
  if (given.length > most)
    throw new UsageError(
      `\`${name}\` does not know what to do with ${JSON.stringify(given[most])}. See \`backhaul ${name} --help\`.`,
    )
}

/** One sentence about what stands in the way and what to do; only mistakes of ours keep their stack. */
function troubleOf(fault: unknown): { sentence: string; code: ExitCode } {
  if (fault instanceof UsageError) return { sentence: fault.message, code: EXIT.usage }
  if (fault instanceof ConfigError) return { sentence: fault.problems.join('\nbackhaul: '), code: EXIT.usage }
  if (!(fault instanceof Error)) return { sentence: String(fault), code: EXIT.failed }
  return { sentence: isOurs(fault) ? (fault.stack ?? fault.message) : explained(fault), code: EXIT.failed }
}

const TOLD = ['EmbeddedError', 'MigrationError', 'NotMigrated']

const isOurs = (fault: Error): boolean =>
  !(fault instanceof CommandError) &&
  !TOLD.includes(fault.name) &&
  !('syscall' in fault) &&
  (fault as { kind?: string }).kind !== 'unavailable'

function explained(fault: Error & { code?: string; port?: number; path?: string; kind?: string }): string {
  if (fault.code === 'EADDRINUSE')
    return `Port ${fault.port} is taken by another program; choose another one with --port, or stop that program.`
  if (fault.code === 'EACCES' && fault.port !== undefined)
    return `This account may not listen on port ${fault.port}; choose one above 1023 with --port.`
  if (fault.code === 'ENOENT' && fault.path) return `There is no file ${fault.path}; check the spelling.`
  if (fault.kind === 'unavailable')
    return `The database cannot be used: ${fault.message} Check DATABASE_URL and that the server runs.`
  return fault.message
}
