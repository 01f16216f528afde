import { parseCurrency } from '../core/money.ts'
import { openHouse } from '../open-house.ts'
import { type Command, EXIT, type ExitCode, type Input, text, UsageError } from './command.ts'
import { findOrg, findShop } from './find-house.ts'
import { wrapped } from './help.ts'
import { type Judged, judgedFile, type Remark } from './policy-file.ts'

export const policyCheck: Command = {
  name: 'policy check',
  summary: 'Say what is wrong with a policy in a file',
  about:
    'Reads a policy as JSON, in the words of the API: a list of rules, or an object with `name` and `rules`. Mistakes are named with their paths; a policy with one cannot be used. Warnings name what may stand and is hardly meant, such as a rule that is never heard. Without --shop no database is needed.',
  takes: { name: 'FILE', required: true },
  options: {
    shop: { type: 'string', value: 'NAME', means: 'Hold it against this shop’s currency, ways back and reasons' },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    currency: { type: 'string', value: 'CODE', means: 'The currency amounts must be in, where no shop is named' },
    strict: { type: 'boolean', means: 'Fail for warnings too' },
  },
  examples: [
    { line: 'backhaul policy check policy.json', does: 'Before it is sent anywhere.' },
    {
      line: 'backhaul policy check policy.json --currency EUR --strict --json',
      does: 'Where changes to a policy are reviewed by a script.',
    },
  ],
  exits: { [EXIT.failed]: 'there are mistakes, or with --strict warnings' },

  async run(input) {
    const [path = ''] = input.positionals
    const judged = await judge(path, input)
    tell(path, judged, input)
    const failed = judged.errors.length > 0 || (input.values.strict === true && judged.warnings.length > 0)
    return failed ? EXIT.failed : EXIT.ok
  },
}

async function judge(path: string, input: Input): Promise<Judged> {
  const { values } = input
  if (values.shop === undefined && values.org === undefined) return judgedFile(path, { currency: currencyIn(input) })
  const house = await openHouse(input.config, { migrate: false })
  try {
    const org = await findOrg(house.desk, text(values, 'org'))
    const shop = await findShop(house.desk, org.id, text(values, 'shop'))
    return await judgedFile(path, { currency: shop.currency, shop })
  } finally {
    await house.close()
  }
}

function currencyIn({ values }: Input): ReturnType<typeof parseCurrency> {
  const code = text(values, 'currency')
  if (code === undefined) return null
  const currency = parseCurrency(code)
  if (currency === null)
    throw new UsageError(`--currency must be a code of ISO 4217 like EUR; it is ${JSON.stringify(code)}.`)
  return currency
}

function tell(path: string, { name, rules, errors, warnings }: Judged, { out }: Input): ExitCode {
  out.give({ ok: errors.length === 0, name, rules: rules.length, errors, warnings })
  const found = [counted(errors.length, 'mistake'), counted(warnings.length, 'warning')].filter(said => said !== '')
  const size = rules.length > 0 ? `${rules.length} rules, ` : ''
  out.say(`${path}: ${size}${found.join(' and ') || 'nothing wrong'}`)
  for (const one of errors) remark(one, out.paint('red', '✗'))
  for (const one of warnings) remark(one, out.paint('yellow', '!'))
  return EXIT.ok

  function remark({ path: place, rule, message }: Remark, sign: string): void {
    out.say()
    out.say(`  ${sign} ${place}${rule ? out.paint('dim', `  (${rule})`) : ''}`)
    for (const line of wrapped(message, '    ')) out.say(line)
  }
}

const counted = (many: number, what: string): string => (many === 0 ? '' : `${many} ${what}${many === 1 ? '' : 's'}`)
