import { refused } from '../core/refusal.ts'
import { clientsFor } from '../desk/clients.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, findShop, operator } from './find-house.ts'

export const clientsList: Command = {
  name: 'clients list',
  summary: 'List a shop’s programs written for platforms',
  about:
    'Lists the clients of platforms that a shop lets in, and those it has turned away. What they are set up with is not shown; of a key only the beginning.',
  options: {
    shop: {
      type: 'string',
      value: 'NAME',
      means: 'The shop, by name, number or id; may be left out when there is one',
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [{ line: 'backhaul clients list --shop Linnea --json', does: 'For a script.' }],

  async run({ values, config, out }) {
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const shop = await findShop(house.desk, org.id, text(values, 'shop'))
      const clients = await clientsFor(house.desk, operator(org.id), shop.id)
      if (refused(clients)) throw new CommandError(clients.detail.sentence ?? `They were not listed: ${clients.code}.`)
      out.give(
        clients.map(({ id, dialect, name, createdAt, revokedAt }) => ({
          id,
          dialect,
          name,
          created_at: createdAt,
          revoked_at: revokedAt,
          state: stateOf(revokedAt),
        })),
      )
      if (clients.length === 0) out.say(`${shop.name} has no clients. Make one with \`backhaul clients add\`.`)
      else
        out.table([
          ['ID', 'PLATFORM', 'STATE', 'CREATED', 'NAME'],
          ...clients.map(({ id, dialect, name, createdAt, revokedAt }) => [
            id,
            dialect,
            stateOf(revokedAt),
            createdAt.slice(0, 10),
            name,
          ]),
        ])
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}

const stateOf = (revokedAt: string | null): string => (revokedAt === null ? 'open' : 'revoked')
