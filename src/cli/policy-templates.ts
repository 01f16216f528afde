import { said } from '../api/said.ts'
import { TEMPLATES } from '../core/policy/templates/templates.ts'
import { type Command, EXIT } from './command.ts'
import { wrapped } from './help.ts'

export const policyTemplates: Command = {
  name: 'policy templates',
  summary: 'List policies ready to be taken',
  about:
    'Lists the templates that come along, what each grants and which law or custom it rests on. They are a start, and no legal advice. `backhaul policy show` prints one as a document.',
  options: {},
  examples: [{ line: 'backhaul policy templates', does: 'What there is.' }],

  async run({ out }) {
    const templates = Object.values(TEMPLATES)
    out.give(templates.map(template => said(template)))
    for (const [place, { name, title, about, rests }] of templates.entries()) {
      if (place > 0) out.say()
      out.say(`${out.paint('bold', name)}  ${title}`)
      for (const line of wrapped(about, '  ')) out.say(line)
      for (const one of rests) out.say(wrapped(one, '    ').join('\n').replace('    ', '  · '))
    }
    return EXIT.ok
  },
}
