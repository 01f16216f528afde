import { refused } from '../core/refusal.ts'
import { changePassword } from '../desk/people.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { findMember, shownMember } from './find-person.ts'
import { choosePassword, PASSWORD_OPTIONS } from './password.ts'

export const usersPassword: Command = {
  name: 'users password',
  summary: 'Give a person another password',
  about:
    'Sets the password anew, for every organisation the person belongs to. It is asked for unseen, read from standard input, or made up; it never stands on the command line, where others on the machine can read it.',
  takes: { name: 'EMAIL', required: true },
  options: {
    org: { type: 'string', value: 'NAME', means: 'An organisation of the person; may be left out when there is one' },
    ...PASSWORD_OPTIONS,
  },
  examples: [
    { line: 'backhaul users password maja@example.com', does: 'Asks for the password twice.' },
    { line: 'backhaul users password maja@example.com --generate', does: 'Shows a password to hand over.' },
  ],
  exits: { [EXIT.interrupted]: 'stopped while the password was asked for' },

  async run(input) {
    const { values, positionals, out } = input
    const house = await openHouse(input.config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const { id } = await findMember(house.desk, org, positionals[0] ?? '')
      const { password, isGenerated } = await choosePassword(input)
      const member = await changePassword(house.desk, operator(org.id), id, { password, reach: 'everywhere' })
      if (refused(member)) throw new CommandError(member.detail.sentence ?? `The password was refused: ${member.code}.`)
      out.give({ ...shownMember(member), ...(isGenerated && { password }) })
      if (isGenerated)
        out.table([
          ['Person', member.email],
          ['Password', out.paint('bold', password)],
        ])
      else out.say(`${member.email} has another password now.`)
      if (isGenerated) out.note('Hand it over now: it is shown this once and kept nowhere.')
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}
