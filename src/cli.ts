/** The `backhaul` command: finds the command meant, reads its options, and turns whatever goes wrong into one sentence. */
import { parseArgs } from 'node:util'
import {
  type Command,
  CommandError,
  type Environment,
  EXIT,
  type ExitCode,
  type Input,
  UsageError,
  type Values,
} from './cli/command.ts'
import { commandHelp, generalHelp, type Listed, settingsHelp } from './cli/help.ts'
import { nearest } from './cli/nearest.ts'
import { type Output, openOutput, type Streams } from './cli/output.ts'
import { type Config, ConfigError, readConfig } from './config.ts'

type Entry = Listed & { load: () => Promise<Command> }

/** Loaded one at a time: what is not asked for costs no start-up time. In the order of the help, which gathers them by group. */
export const COMMANDS: readonly Entry[] = [
  { name: 'start', group: 'run', summary: 'Run the server', load: async () => (await import('./cli/start.ts')).start },
  {
    name: 'worker',
    group: 'run',
    summary: 'Do what goes by itself, without serving',
    load: async () => (await import('./cli/worker.ts')).worker,
  },
  {
    name: 'sandbox',
    group: 'run',
    summary: 'Run a complete, seeded installation to develop against',
    load: async () => (await import('./cli/sandbox.ts')).sandbox,
  },
  {
    name: 'orders import',
    group: 'data',
    summary: 'Enter orders from a file',
    load: async () => (await import('./cli/orders-import.ts')).ordersImport,
  },
  {
    name: 'products import',
    group: 'data',
    summary: 'Feed in what a shop sells, from a file',
    load: async () => (await import('./cli/products-import.ts')).productsImport,
  },
  {
    name: 'returns export',
    group: 'data',
    summary: 'Write returns to a file, as CSV or JSON lines',
    load: async () => (await import('./cli/returns-export.ts')).returnsExport,
  },
  {
    name: 'data export',
    group: 'data',
    summary: 'Write down everything that is kept of one shopper',
    load: async () => (await import('./cli/data-export.ts')).dataExport,
  },
  {
    name: 'data erase',
    group: 'data',
    summary: 'Forget one shopper',
    load: async () => (await import('./cli/data-erase.ts')).dataErase,
  },
  {
    name: 'policy check',
    group: 'policies',
    summary: 'Say what is wrong with a policy in a file',
    load: async () => (await import('./cli/policy-check.ts')).policyCheck,
  },
  {
    name: 'policy simulate',
    group: 'policies',
    summary: 'Try a policy on past orders',
    load: async () => (await import('./cli/policy-simulate.ts')).policySimulate,
  },
  {
    name: 'policy templates',
    group: 'policies',
    summary: 'List policies ready to be taken',
    load: async () => (await import('./cli/policy-templates.ts')).policyTemplates,
  },
  {
    name: 'policy show',
    group: 'policies',
    summary: 'Print a template as a document',
    load: async () => (await import('./cli/policy-show.ts')).policyShow,
  },
  {
    name: 'keys create',
    group: 'people and keys',
    summary: 'Make an API key',
    load: async () => (await import('./cli/keys-create.ts')).keysCreate,
  },
  {
    name: 'keys list',
    group: 'people and keys',
    summary: 'List API keys',
    load: async () => (await import('./cli/keys-list.ts')).keysList,
  },
  {
    name: 'keys revoke',
    group: 'people and keys',
    summary: 'Make an API key open nothing any more',
    load: async () => (await import('./cli/keys-revoke.ts')).keysRevoke,
  },
  {
    name: 'clients add',
    group: 'people and keys',
    summary: 'Let a program written for a platform in',
    load: async () => (await import('./cli/clients-add.ts')).clientsAdd,
  },
  {
    name: 'clients list',
    group: 'people and keys',
    summary: 'List a shop’s programs written for platforms',
    load: async () => (await import('./cli/clients-list.ts')).clientsList,
  },
  {
    name: 'clients revoke',
    group: 'people and keys',
    summary: 'Turn a program written for a platform away',
    load: async () => (await import('./cli/clients-revoke.ts')).clientsRevoke,
  },
  {
    name: 'users add',
    group: 'people and keys',
    summary: 'Let a person sign in',
    load: async () => (await import('./cli/users-add.ts')).usersAdd,
  },
  {
    name: 'users list',
    group: 'people and keys',
    summary: 'List the people of an organisation',
    load: async () => (await import('./cli/users-list.ts')).usersList,
  },
  {
    name: 'users password',
    group: 'people and keys',
    summary: 'Give a person another password',
    load: async () => (await import('./cli/users-password.ts')).usersPassword,
  },
  {
    name: 'users remove',
    group: 'people and keys',
    summary: 'Take a person out of an organisation',
    load: async () => (await import('./cli/users-remove.ts')).usersRemove,
  },
  {
    name: 'users role',
    group: 'people and keys',
    summary: 'Give a person another role',
    load: async () => (await import('./cli/users-role.ts')).usersRole,
  },
  {
    name: 'doctor',
    group: 'look after',
    summary: 'Examine the installation and say what to do',
    load: async () => (await import('./cli/doctor.ts')).doctor,
  },
  {
    name: 'mails test',
    group: 'look after',
    summary: 'Try the mail server out with a mail to yourself',
    load: async () => (await import('./cli/mails-test.ts')).mailsTest,
  },
  {
    name: 'migrate',
    group: 'look after',
    summary: 'Bring the database to this version',
    load: async () => (await import('./cli/migrate.ts')).migrate,
  },
  {
    name: 'backup',
    group: 'look after',
    summary: 'Copy everything into one file',
    load: async () => (await import('./cli/backup.ts')).backup,
  },
  {
    name: 'restore',
    group: 'look after',
    summary: 'Put a backup back into an empty database',
    load: async () => (await import('./cli/restore.ts')).restore,
  },
  {
    name: 'db distribute',
    group: 'look after',
    summary: 'Spread the tables over a Citus cluster',
    load: async () => (await import('./cli/db-distribute.ts')).dbDistribute,
  },
  {
    name: 'bench',
    group: 'look after',
    summary: 'Measure how fast this machine is with it',
    load: async () => (await import('./cli/bench.ts')).bench,
  },
  {
    name: 'completion',
    group: 'look after',
    summary: 'Teach a shell to complete the command line',
    load: async () => (await import('./cli/completion.ts')).completion,
  },
]

/** Runs a command line, without the program's own name, and gives the exit code. */
export async function main(
  words: readonly string[],
  environment: Environment = process.env,
  streams: Streams = process,
): Promise<ExitCode> {
  const out = openOutput({ json: words.includes('--json'), environment, streams })
  try {
    return await dispatch(words, { environment, out, streams })
  } catch (fault) {
    const { sentence, code } = troubleOf(fault)
    out.give({ error: sentence })
    out.note(`backhaul: ${sentence}`)
    return code
  }
}

/** These may stand before the command too. */
const LEADING = ['--json', '--help', '-h', '--version']

type Around = Pick<Input, 'environment' | 'out'> & { streams: Streams }

async function dispatch(words: readonly string[], around: Around): Promise<ExitCode> {
  const start = words.findIndex(word => !LEADING.includes(word))
  const leading = start < 0 ? words : words.slice(0, start)
  const rest = start < 0 ? [] : words.slice(start)
  const entry = entryOf(rest)
  if (entry === undefined) return withoutCommand(leading, rest, around.out)
  const command = await entry.load()
  const { values, positionals } = parsed(command, [...leading, ...rest.slice(command.name.split(' ').length)])
  if (values.help) return tell(commandHelp(command), around.out)
  checkOperands(command, positionals)
  return command.run(inputOf(values, positionals, around))
}

const entryOf = (words: readonly string[]): Entry | undefined =>
  COMMANDS.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))

function inputOf(values: Values, positionals: string[], { environment, out, streams }: Around): Input {
  let config: Config | undefined
  return {
    values,
    positionals,
    environment,
    out,
    get config() {
      return (config ??= readConfig(environment))
    },
    get stdin() {
      return streams.stdin ?? process.stdin
    },
    everyCommand: () => Promise.all(COMMANDS.map(({ load }) => load())),
  }
}

function tell(help: string, out: Output): ExitCode {
  out.say(help)
  out.give({ help })
  return EXIT.ok
}

async function withoutCommand(leading: readonly string[], rest: readonly string[], out: Output): Promise<ExitCode> {
  if (rest[0] === 'help') return tell(await helpAbout(rest.slice(1)), out)
  if (rest.length > 0) throw new UsageError(unknownCommand(rest))
  if (leading.includes('--version')) {
    const { VERSION } = await import('./version.ts')
    out.say(VERSION)
    out.give({ version: VERSION })
    return EXIT.ok
  }
  tell(generalHelp(COMMANDS), out)
  return leading.length > 0 ? EXIT.ok : EXIT.usage
}

/** `help`, `help settings`, `help keys create`. */
async function helpAbout(topic: readonly string[]): Promise<string> {
  if (topic.length === 0) return generalHelp(COMMANDS)
  if (topic[0] === 'settings') return settingsHelp()
  const entry = entryOf(topic)
  if (entry === undefined) throw new UsageError(unknownCommand(topic))
  return commandHelp(await entry.load())
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
  if (fault instanceof CommandError) return { sentence: fault.message, code: fault.exit }
  return { sentence: isOurs(fault) ? (fault.stack ?? fault.message) : explained(fault), code: EXIT.failed }
}

const TOLD = ['BackupError', 'EmbeddedError', 'MigrationError', 'NotMigrated']

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
