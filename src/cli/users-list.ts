import { refused } from '../core/refusal.ts'
import { peopleOf } from '../desk/people.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { shownMember } from './find-person.ts'

export const usersList: Command = {
  name: 'users list',
  summary: 'List the people of an organisation',
  about: 'Lists who may sign in to an organisation, and as what.',
  options: {
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [
    { line: 'backhaul users list', does: 'Everybody, by name.' },
    { line: 'backhaul users list --json', does: 'For a script.' },
  ],

  async run({ values, config, out }) {
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const people = await peopleOf(house.desk, operator(org.id))
      if (refused(people)) throw new CommandError(people.detail.sentence ?? people.code)
      out.give(people.map(shownMember))
      if (people.length === 0) out.say(`Nobody signs in to ${org.name} yet. Add somebody with \`backhaul users add\`.`)
      else
        out.table([
          ['E-MAIL', 'ROLE', 'SINCE', 'PASSWORD', 'NAME'],
          ...people.map(({ email, role, joinedAt, hasPassword, name }) => [
            email,
            role,
            joinedAt.slice(0, 10),
            hasPassword ? 'set' : 'none',
            name,
          ]),
        ])
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
