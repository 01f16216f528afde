import { said } from '../api/said.ts'
import { TEMPLATE_NAMES } from '../core/policy/templates/template.ts'
import { templateNamed } from '../core/policy/templates/templates.ts'
import { type Command, EXIT, UsageError } from './command.ts'
import { nearest } from './nearest.ts'

export const policyShow: Command = {
  name: 'policy show',
  summary: 'Print a template as a document',
  about:
    'Prints a template as JSON, ready to be kept in a file, changed, checked, tried out with `policy simulate`, and sent as a draft to the API.',
  takes: { name: 'NAME', required: true, words: TEMPLATE_NAMES },
  options: {},
  examples: [{ line: 'backhaul policy show eu > policy.json', does: 'To start from.' }],

  async run({ positionals, out }) {
    const [named = ''] = positionals
    const template = templateNamed(named)
    if (template === null) {
      const meant = nearest(named, [...TEMPLATE_NAMES])
      throw new UsageError(
        `There is no template ${JSON.stringify(named)}${meant ? `; did you mean \`${meant}\`?` : '.'} There are ${TEMPLATE_NAMES.join(', ')}.`,
      )
    }
    const document = { name: template.title, rules: said(template.rules) }
    out.give(document)
    out.say(JSON.stringify(document, null, 2))
    return EXIT.ok
  },
}
