import { refused } from '../core/refusal.ts'
import { listKeys } from '../db/orgs.ts'
import { withdrawKey } from '../desk/keys.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, operator } from './find-house.ts'

export const keysRevoke: Command = {
  name: 'keys revoke',
  summary: 'Make an API key open nothing any more',
  about: 'From the next request on the key is refused. Revoking it again changes nothing.',
  takes: { name: 'KEY', required: true },
  options: {
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [
    { line: 'backhaul keys revoke 0198c1f2-7a53-7c11-9d10-6d1d3f5b2a77', does: 'By the id that `keys list` shows.' },
    { line: 'backhaul keys revoke bh_Qx3f9', does: 'By its first letters, when only one key begins so.' },
  ],

  async run({ values, positionals, config, out }) {
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const named = positionals[0] ?? ''
      const found = (await listKeys(house.desk.db, org.id)).filter(
        key => key.id === named.toLowerCase() || (named.length >= key.hint.length && named.startsWith(key.hint)),
      )
      if (found.length !== 1) {
        throw new CommandError(
          found.length === 0
            ? `${org.name} has no key ${JSON.stringify(named)}. \`backhaul keys list\` shows them.`
            : 'Several keys begin so; name one by its id.',
        )
      }
      const revoked = await withdrawKey(house.desk, operator(org.id), found[0]?.id ?? '')
      if (refused(revoked))
        throw new CommandError(revoked.detail.sentence ?? `The key was not revoked: ${revoked.code}.`)
      out.give({ id: revoked.id, name: revoked.name, revoked_at: revoked.revokedAt })
      out.say(`${revoked.name} (${revoked.hint}…) opens nothing any more.`)
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
