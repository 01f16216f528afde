import { refused } from '../core/refusal.ts'
import { parseEmail, PERSONAL_ROLES, welcomePerson } from '../desk/people.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, oneOf, text, UsageError } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { shownMember } from './find-person.ts'
import { choosePassword, PASSWORD_OPTIONS } from './password.ts'

export const usersAdd: Command = {
  name: 'users add',
  summary: 'Let a person sign in',
  about:
    'Adds a person to an organisation. The password is asked for unseen, read from standard input, or made up; it never stands on the command line, where others on the machine can read it. Somebody who belongs to another organisation already keeps the name and password they have there.',
  takes: { name: 'EMAIL', required: true },
  options: {
    name: { type: 'string', value: 'TEXT', means: 'What others call this person', default: 'the e-mail address' },
    role: {
      type: 'string',
      value: 'ROLE',
      means: `What this person may do: ${PERSONAL_ROLES.join(', ')}`,
      default: 'agent',
      words: PERSONAL_ROLES,
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    ...PASSWORD_OPTIONS,
  },
  examples: [
    {
      line: 'backhaul users add maja@example.com --name "Maja Lund" --role owner',
      does: 'Asks for the password twice.',
    },
    { line: 'backhaul users add dock@example.com --role warehouse --generate', does: 'Shows a password to hand over.' },
    {
      line: 'pass backhaul/maja | backhaul users add maja@example.com --password-stdin',
      does: 'From a safe, in a script.',
    },
  ],
  exits: { [EXIT.interrupted]: 'stopped while the password was asked for' },

  async run(input) {
    const { values, positionals, out } = input
    const email = parseEmail(positionals[0] ?? '')
    if (email === null) throw new UsageError(`${JSON.stringify(positionals[0])} is not an e-mail address.`)
    const role = oneOf(values, 'role', PERSONAL_ROLES) ?? 'agent'
    const house = await openHouse(input.config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const { password, isGenerated } = await choosePassword(input)
      const wish = { email, name: text(values, 'name') ?? email, role, password }
      const added = await welcomePerson(house.desk, operator(org.id), wish)
      if (refused(added)) throw new CommandError(added.detail.sentence ?? `The person was refused: ${added.code}.`)
      const { member, wasKnown } = added
      const shows = isGenerated && !wasKnown
      out.give({ ...shownMember(member), org: org.id, was_known: wasKnown, ...(shows && { password }) })
      out.table([
        ['Person', `${member.name} <${member.email}>`],
        ['Role', member.role],
        ['For', org.name],
        ...(shows ? [['Password', out.paint('bold', password)]] : []),
      ])
      if (wasKnown) out.note('Known already from another organisation: name and password stay as they are.')
      else if (isGenerated) out.note('Hand it over now: it is shown this once and kept nowhere.')
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
