import { refused } from '../core/refusal.ts'
import { originOf } from '../config.ts'
import { createClient } from '../desk/clients.ts'
import { addressesOf } from '../dialects/addresses.ts'
import { DIALECT_NAMES } from '../dialects/dialect.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, oneOf, text, UsageError, type Values } from './command.ts'
import { findOrg, findShop, operator } from './find-house.ts'

export const clientsAdd: Command = {
  name: 'clients add',
  summary: 'Let a program written for a platform in',
  about:
    'Makes what a program written for Shopee, AfterShip, Shopflix or SHOPLINE is set up with, so that it calls here instead, and shows it, this once: secrets are kept sealed. The client speaks for one shop.',
  options: {
    dialect: { type: 'string', value: 'PLATFORM', means: `Which: ${DIALECT_NAMES.join(', ')}`, words: DIALECT_NAMES },
    shop: {
      type: 'string',
      value: 'NAME',
      means: 'The shop, by name, number or id; may be left out when there is one',
    },
    username: { type: 'string', value: 'NAME', means: 'The user name, where the platform has one', default: 'drawn' },
    choices: {
      type: 'string',
      value: 'JSON',
      means: 'What else may be chosen, such as {"partner_id": 2001} for Shopee',
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [
    {
      line: 'backhaul clients add --shop Linnea --dialect shopflix --username owner@example.com',
      does: 'For a plug-in that asks for URL, user name and key.',
    },
    { line: 'backhaul clients add --dialect aftership --json', does: 'For a script.' },
  ],

  async run({ values, config, out }) {
    const wish = wishOf(values)
    const house = await openHouse(config, { migrate: false })
    try {
      const { desk } = house
      const org = await findOrg(desk, text(values, 'org'))
      const shop = await findShop(desk, org.id, text(values, 'shop'))
      const made = await createClient(desk, operator(org.id), shop.id, wish)
      if (refused(made)) throw new CommandError(made.detail.sentence ?? `The client was refused: ${made.code}.`)
      const setUp = { ...addressesOf(wish.dialect, originOf(config)), ...made.secret }
      out.give({ id: made.client.id, dialect: wish.dialect, shop: shop.id, ...setUp })
      out.table([
        ...linesOf(setUp).map(([name, value]) => [name, out.paint('bold', value)]),
        ['For', `${org.name}, ${shop.name}`],
        ['ID', made.client.id],
      ])
      out.note('Keep it now: it is shown this once, and only sealed afterwards.')
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}

function wishOf(values: Values) {
  const dialect = oneOf(values, 'dialect', DIALECT_NAMES)
  if (dialect === undefined) throw new UsageError(`Say for which platform with --dialect: ${DIALECT_NAMES.join(', ')}.`)
  const username = text(values, 'username')
  return { dialect, choices: { ...choicesIn(text(values, 'choices')), ...(username !== undefined && { username }) } }
}

function choicesIn(said: string | undefined): Record<string, unknown> {
  if (said === undefined) return {}
  try {
    const choices: unknown = JSON.parse(said)
    if (typeof choices === 'object' && choices !== null && !Array.isArray(choices))
      return choices as Record<string, unknown>
  } catch {}
  throw new UsageError(`--choices must be a JSON object like {"partner_id": 2001}; it is ${JSON.stringify(said)}.`)
}

/** One line for each thing to be typed somewhere, by the name the platform has for it. */
const linesOf = (value: object, under = ''): [string, string][] =>
  Object.entries(value).flatMap(([name, member]): [string, string][] =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? linesOf(member, `${under}${name}.`)
      : [[under + name, [member].flat().join(', ')]],
  )
