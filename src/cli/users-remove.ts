import { refused } from '../core/refusal.ts'
import { removePerson } from '../desk/people.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { findMember, shownMember } from './find-person.ts'

export const usersRemove: Command = {
  name: 'users remove',
  summary: 'Take a person out of an organisation',
  about:
    'From the next request on the person has no way into the organisation. Who belongs to no other one is forgotten with password and all; what the person did stays on record under their name. The last owner stays.',
  takes: { name: 'EMAIL', required: true },
  options: {
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [{ line: 'backhaul users remove maja@example.com', does: 'Maja has left the company.' }],

  async run({ values, positionals, config, out }) {
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const { id } = await findMember(house.desk, org, positionals[0] ?? '')
      const member = await removePerson(house.desk, operator(org.id), id)
      if (refused(member)) throw new CommandError(member.detail.sentence ?? `The person stays: ${member.code}.`)
      out.give({ ...shownMember(member), removed: true })
      out.say(`${member.email} has no way into ${org.name} any more.`)
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
