import { refused } from '../core/refusal.ts'
import { changeRole, PERSONAL_ROLES } from '../desk/people.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, oneOf, text, UsageError } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { findMember, shownMember } from './find-person.ts'

export const usersRole: Command = {
  name: 'users role',
  summary: 'Give a person another role',
  about: 'Changes what a person may do from the next request on. The last owner of an organisation stays one.',
  takes: { name: 'EMAIL', required: true },
  options: {
    role: {
      type: 'string',
      value: 'ROLE',
      means: `The new one: ${PERSONAL_ROLES.join(', ')}`,
      words: PERSONAL_ROLES,
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
  },
  examples: [{ line: 'backhaul users role maja@example.com --role owner', does: 'Maja manages the organisation now.' }],

  async run({ values, positionals, config, out }) {
    const role = oneOf(values, 'role', PERSONAL_ROLES)
    if (role === undefined) throw new UsageError(`Say which role with --role: ${PERSONAL_ROLES.join(', ')}.`)
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const before = await findMember(house.desk, org, positionals[0] ?? '')
      const member = await changeRole(house.desk, operator(org.id), before.id, role)
      if (refused(member)) throw new CommandError(member.detail.sentence ?? `The role was refused: ${member.code}.`)
      out.give({ ...shownMember(member), was: before.role })
      out.say(
        before.role === role
          ? `${member.email} is ${role} of ${org.name} already.`
          : `${member.email} was ${before.role} of ${org.name} and is ${role} now.`,
      )
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
