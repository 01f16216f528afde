import { type ApiKey, listKeys } from '../db/orgs.ts'
import { openHouse } from '../open-house.ts'
import { type Command, EXIT, text } from './command.ts'
import { findOrg } from './find-house.ts'

export const keysList: Command = {
  name: 'keys list',
  summary: 'List API keys',
  about:
    'Lists the keys of an organisation with what they may. The keys themselves are kept nowhere; their first letters tell them apart.',
  options: {
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [{ line: 'backhaul keys list --json', does: 'For a script.' }],

  async run({ values, config, out }) {
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const keys = await listKeys(house.desk.db, org.id)
      const now = house.desk.now()
      out.give(
        keys.map(key => ({
          id: key.id,
          name: key.name,
          role: key.role,
          begins: key.hint,
          scopes: key.scopes,
          shops: key.shops,
          created_at: key.createdAt,
          expires_at: key.expiresAt,
          revoked_at: key.revokedAt,
          state: stateOf(key, now),
        })),
      )
      if (keys.length === 0) out.say(`${org.name} has no keys. Make one with \`backhaul keys create\`.`)
      else
        out.table([
          ['ID', 'BEGINS', 'ROLE', 'STATE', 'CREATED', 'NAME'],
          ...keys.map(key => [key.id, key.hint, key.role, stateOf(key, now), key.createdAt.slice(0, 10), key.name]),
        ])
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}

function stateOf({ revokedAt, expiresAt }: ApiKey, now: string): string {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'open'
}
