import { refused } from '../core/refusal.ts'
import { clientsFor, withdrawClient } from '../desk/clients.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, findShop, operator } from './find-house.ts'

export const clientsRevoke: Command = {
  name: 'clients revoke',
  summary: 'Turn a program written for a platform away',
  about: 'From its next request on the client is refused. Revoking it again changes nothing.',
  takes: { name: 'CLIENT', required: true },
  options: {
    shop: {
      type: 'string',
      value: 'NAME',
      means: 'The shop, by name, number or id; may be left out when there is one',
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [
    {
      line: 'backhaul clients revoke 0198c1f2-7a53-7c11-9d10-6d1d3f5b2a77',
      does: 'By the id that `clients list` shows.',
    },
    { line: 'backhaul clients revoke owner@example.com --shop Linnea', does: 'By its name, when one is called so.' },
  ],

  async run({ values, positionals, config, out }) {
    const house = await openHouse(config, { migrate: false })
    try {
      const { desk } = house
      const org = await findOrg(desk, text(values, 'org'))
      const shop = await findShop(desk, org.id, text(values, 'shop'))
      const caller = operator(org.id)
      const named = positionals[0] ?? ''
      const clients = await clientsFor(desk, caller, shop.id)
      if (refused(clients)) throw new CommandError(clients.detail.sentence ?? `They were not listed: ${clients.code}.`)
      const found = clients.filter(({ id, name }) => id === named.toLowerCase() || name === named)
      if (found.length !== 1)
        throw new CommandError(
          found.length === 0
            ? `${shop.name} has no client ${JSON.stringify(named)}. \`backhaul clients list\` shows them.`
            : 'Several clients are called so; name one by its id.',
        )
      const revoked = await withdrawClient(desk, caller, shop.id, found[0]?.id ?? '')
      if (refused(revoked))
        throw new CommandError(revoked.detail.sentence ?? `The client was not revoked: ${revoked.code}.`)
      out.give({ id: revoked.id, dialect: revoked.dialect, name: revoked.name, revoked_at: revoked.revokedAt })
      out.say(`${revoked.name} (${revoked.dialect}) is turned away from now on.`)
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
