import { countOf, worstOf } from '../doctor/finding.ts'
import { examine } from '../doctor/examine.ts'
import { VERSION } from '../version.ts'
import { type Command, EXIT } from './command.ts'
import { diagnosisLines, verdict } from './diagnosis.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'Examine the installation and say what to do',
  about:
    'Looks at settings, machine, database, tables, files, work that should be done, endpoints, keys and people, and says of everything that is not well why it matters and what to do, with a command to paste. It changes nothing, works beside a running server, and when the database is down it examines the rest. The embedded database is started for the time of the examination when it does not run.',
  options: {
    quiet: { type: 'boolean', means: 'Show only warnings and problems; say nothing when there are none' },
  },
  examples: [
    { line: 'backhaul doctor', does: 'Everything, in groups.' },
    {
      line: 'backhaul doctor --quiet > report || mail -s Backhaul admin@example.com < report',
      does: 'Every night: speaks up only when there is a problem.',
    },
    {
      line: `backhaul doctor --json | jq '.findings[] | select(.level == "problem")'`,
      does: 'For a script: every finding has check, level, what, why, todo, command and figures.',
    },
  ],
  exits: { [EXIT.ok]: 'no problem was found; there may be warnings', [EXIT.failed]: 'at least one problem was found' },

  async run({ values, environment, out }) {
    const at = new Date().toISOString()
    const sections = await examine(environment)
    const findings = sections.flatMap(section => section.findings)
    const worst = worstOf(findings)
    out.give({
      version: VERSION,
      at,
      worst,
      counts: countOf(findings),
      findings: sections.flatMap(({ title, findings: found }) => found.map(finding => ({ group: title, ...finding }))),
    })
    const isQuiet = values.quiet === true
    const shown = isQuiet ? ['warning', 'problem'] : ['ok', 'note', 'warning', 'problem']
    const lines = diagnosisLines(sections, { paint: out.paint, shown })
    if (!isQuiet)
      out.say(out.paint('bold', `Backhaul ${VERSION}, examined on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`))
    for (const line of lines) out.say(line)
    if (!isQuiet || lines.length > 0) {
      out.say()
      out.say(verdict(countOf(findings), out.paint))
    }
    return worst === 'problem' ? EXIT.failed : EXIT.ok
  },
}
