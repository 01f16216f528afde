/** What merchants are told about policies holds: every fact and effect stands on the page, and every document on it can be used. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wireName } from '../src/api/wire/names.ts'
import { COMMANDS } from '../src/cli.ts'
import { FACTS } from '../src/core/policy/policy.ts'
import { TEMPLATE_NAMES } from '../src/core/policy/templates/template.ts'
import { EFFECT_MEANS, FACT_MEANS, FACTS_OF_THE_WISH, TESTS_OF } from '../src/core/policy/vocabulary.ts'
import { backhaul } from './cli/in-process.ts'
import { folder } from './cli/kit.ts'

const page = readFileSync(join(import.meta.dirname, '../docs/policy.md'), 'utf8')
const data = await folder()

test.each(FACTS)('the fact %s stands there with its tests, its meaning and its unit', fact => {
  const { kind, means, unit = '' } = FACT_MEANS[fact]
  const tests = TESTS_OF[kind].map(word => `\`${wireName(word)}\``).join(', ')
  const mark = FACTS_OF_THE_WISH.includes(fact) ? ' †' : ''
  expect(page).toContain(`| \`${fact}\` | ${tests} | ${means}${mark} | ${unit} |`)
})

test.each(Object.entries(EFFECT_MEANS))('the effect %s stands there with what it does', (effect, means) => {
  expect(page).toContain(`| \`${wireName(effect)}\` | ${means} | `)
})

describe('documents', () => {
  const policies = [...page.matchAll(/```json\n([\s\S]*?)\n```/g)].map(([, document = '']) => document)

  test('are policies without mistakes or doubts', async () => {
    expect(policies.length).toBeGreaterThan(1)
    for (const [place, document] of policies.entries()) {
      const file = join(data, `${place}.json`)
      await writeFile(file, document)
      expect(await backhaul(['policy', 'check', file, '--currency', 'EUR', '--strict'])).toMatchObject({ code: 0 })
    }
  })

  test('and so is every effect of the table, where it stands alone', async () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| [^|]* \| (`.*`.*) \|$/gm)].filter(([, name = '']) =>
      Object.keys(EFFECT_MEANS).some(effect => wireName(effect) === name),
    )
    expect(rows).toHaveLength(Object.keys(EFFECT_MEANS).length)
    const then = rows.flatMap(([, name = '', cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)]
        .map(([, text = '']) => text)
        .filter(text => text !== '"reason"')
        .map(text => ({
          [name]: JSON.parse(text),
          ...(text === '"reject"' && { reason: 'No.' }),
        })),
    )
    const file = join(data, 'effects.json')
    const rules = then.map((effect, place) => ({
      id: `r${place}`,
      name: '',
      when: { fact: 'tag', is: { in: [`t${place}`] } },
      then: [effect],
      priority: 0,
    }))
    await writeFile(file, JSON.stringify(rules))
    expect((await backhaul(['policy', 'check', file, '--currency', 'EUR', '--json'])).json).toMatchObject({
      errors: [],
      warnings: [],
    })
  })
})

test('every template and every command about policies is named', () => {
  for (const name of TEMPLATE_NAMES) expect(page).toContain(`| \`${name}\` |`)
  for (const { name } of COMMANDS.filter(command => command.group === 'policies'))
    expect(page).toContain(`backhaul ${name}`)
})
