/** The lifecycle page: each strand as a drawing, the waits, the verbs and the rules, all read from the code and from the steps the walk has seen. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MEANS } from '../src/api/verbs.ts'
import { VERB_NAMES } from '../src/api/wire/verb-names.ts'
import { as } from '../src/core/ids.ts'
import type { Currency } from '../src/core/money.ts'
import { ROLES, type Role } from '../src/core/party.ts'
import type { VerbName } from '../src/core/return/commands.ts'
import { DEADLINES } from '../src/core/return/deadlines.ts'
import { STATE_RULES } from '../src/core/return/invariants.ts'
import { DUE_KINDS, type DueKind, type Return } from '../src/core/return/return.ts'
import { VERBS } from '../src/core/return/verbs/verbs.ts'
import { COLUMNS, GRANTED, OPEN, QUIET, type Row, rowsOf, UNPAID, type Where } from '../src/core/return/where.ts'
import type { Duration } from '../src/core/time.ts'
import { newShop } from '../src/desk/shop-defaults.ts'

type Strand = Exclude<keyof typeof COLUMNS, 'handling' | 'kind' | 'inspector'>
/** Per strand and step, the verbs that cause it, as `test/walk` found them. */
type Edges = Record<Strand, Record<string, string>>

const ABOUT: Record<Strand, { how: 'told' | 'read'; from: string; says: string }> = {
  request: { how: 'told', from: 'decisions', says: 'What became of the wish to send something back.' },
  negotiation: {
    how: 'read',
    from: 'the offers',
    says: 'Whose turn it is to answer proposed terms, and how that ended.',
  },
  dispute: {
    how: 'told',
    from: 'decisions',
    says: 'Whether the two sides went before the arbiter, and what was said there.',
  },
  evidence: { how: 'told', from: 'decisions', says: 'What the merchant owes the arbiter.' },
  compensation: {
    how: 'told',
    from: 'decisions',
    says: 'What the marketplace owes the merchant for what the return cost.',
  },
  transit: {
    how: 'read',
    from: 'inbound parcels and drop-offs',
    says: 'Where the goods are on their way to the shop.',
  },
  onward: {
    how: 'read',
    from: 'onward parcels',
    says: 'Where the goods are that a warehouse sends on to the merchant; the newest parcel names the word.',
  },
  receiving: {
    how: 'read',
    from: 'receivings and dispositions',
    says: 'How much of what was announced has been counted in, or declared missing.',
  },
  settlement: { how: 'read', from: 'grants and payouts', says: 'How much of the money that was promised has moved.' },
}

const WAITING = ['booked', 'pickup_retry', 'pickup_failed']
const CARRIED = ['in_transit', 'delivery_failed', 'lost', 'delivered']

/** States that share most of their steps stand in one box, so that a step they share is drawn once. */
const BOXES: Partial<Record<Strand, Record<string, readonly string[]>>> = {
  negotiation: { on_the_table: ['awaiting_merchant', 'awaiting_shopper'], answered: ['agreed', 'ended'] },
  transit: {
    nothing_on_its_way: ['not_needed', 'to_arrange', 'ready'],
    waits_for_the_carrier: WAITING,
    the_carrier_had_it: CARRIED,
  },
  onward: { waits_for_the_carrier: WAITING, the_carrier_had_it: CARRIED },
}

/** `npm run docs` writes this page; `npm run check` says when it is out of date. */
export async function lifecyclePage(root: string): Promise<string> {
  const edges = JSON.parse(await readFile(join(root, 'test/walk/edges.json'), 'utf8')) as Edges
  return [
    '# The life of a return',
    '',
    'A return is a rope of nine strands. Each strand is in one word at a time, and nearly every combination of words occurs. Four strands are **told**: a decision sets',
    'the word. Five are **read**: the word is worked out from lists of facts that only grow. The drawings show every step that really happens, found by walking all',
    'reachable states through the real verbs; the label names the verbs that cause it. Where states stand in a box, an arrow at the box is a step of each of them.',
    '',
    ...Object.keys(ABOUT).flatMap(strand => drawn(strand as Strand, edges[strand as Strand])),
    ...waits(),
    ...verbs(),
    ...rules(),
  ].join('\n')
}

type Step = { from: string; to: string; verb: string }

function drawn(strand: Strand, steps: Record<string, string>): string[] {
  const { how, from, says } = ABOUT[strand]
  const boxes = BOXES[strand] ?? {}
  const all = Object.entries(steps).flatMap(([step, by]) => {
    const [before = '', after = ''] = step.split(' → ')
    return by.split(' ').map(verb => ({ from: before, to: after, verb }))
  })
  const { arrows, within } = gathered(all, boxes)
  return [
    `## ${capital(strand)}`,
    '',
    `${says} ${how === 'told' ? 'Told by' : 'Read from'} ${from}.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...Object.entries(boxes).flatMap(([box, states]) => [
      `  state "${box.replaceAll('_', ' ')}" as ${box} {`,
      ...states.map(state => `    ${state}`),
      '  }',
    ]),
    ...labelled(arrows).map(([step, by]) => `  ${step} : ${wrapped(by)}`),
    ...Object.entries(within).map(
      ([box, by]) => `  note right of ${box} : from each to each other by ${by.join(', ')}`,
    ),
    '```',
    '',
  ]
}

/** Steps that every state of a box takes become one step of the box; steps from each state of a box to each other become a note on it. */
function gathered(steps: readonly Step[], boxes: Record<string, readonly string[]>) {
  let left = [...steps]
  const arrows: Step[] = []
  const within: Record<string, string[]> = {}
  const verbsOf = [...new Set(steps.map(({ verb }) => verb))]
  /** Takes these steps out when all of them are there. */
  const take = (wanted: readonly Step[]): boolean => {
    const there = wanted.map(one => left.find(step => same(step, one)))
    if (wanted.length < 2 || there.includes(undefined)) return false
    left = left.filter(step => !there.includes(step))
    return true
  }
  const cross = (from: readonly string[], to: readonly string[], verb: string): Step[] =>
    from.flatMap(one => to.filter(other => other !== one).map(other => ({ from: one, to: other, verb })))
  const outside = (states: readonly string[]) => [
    ...Object.entries(boxes).filter(([, other]) => other !== states),
    ...[...new Set(steps.flatMap(({ from, to }) => [from, to]))]
      .filter(state => !states.includes(state))
      .map(state => [state, [state]] as const),
  ]
  const boxed = verbsOf.flatMap(verb => Object.entries(boxes).map(([box, states]) => ({ verb, box, states })))
  for (const { verb, box, states } of boxed) {
    if (states.length > 2 && take(cross(states, states, verb))) within[box] = [...(within[box] ?? []), verb]
    for (const [to, targets] of outside(states))
      if (take(cross(states, targets, verb))) arrows.push({ from: box, to, verb })
  }
  for (const { verb, box, states } of boxed)
    for (const [from, sources] of outside(states))
      if (sources.length === 1 && take(cross(sources, states, verb))) arrows.push({ from, to: box, verb })
  return {
    arrows: [...left.filter(({ from }) => from === '[*]'), ...arrows, ...left.filter(({ from }) => from !== '[*]')],
    within,
  }
}

const same = (one: Step, other: Step): boolean =>
  one.from === other.from && one.to === other.to && one.verb === other.verb

function labelled(steps: readonly Step[]): [string, string[]][] {
  const labels = new Map<string, string[]>()
  for (const { from, to, verb } of steps)
    labels.set(`${from} --> ${to}`, [...(labels.get(`${from} --> ${to}`) ?? []), verb])
  return [...labels]
}

const PER_ROW = 3
const wrapped = (names: readonly string[]): string =>
  names.map((name, place) => (place === 0 ? name : place % PER_ROW === 0 ? `,<br/>${name}` : `, ${name}`)).join('')

/** What a deadline waits for beside the words of its strands. */
const ALSO: Partial<Record<DueKind, string>> = { photos: 'photos that are wanted are missing' }

function waits(): string[] {
  const { lengths, reminders } = newShop({
    id: as('shop'),
    org: as('org'),
    serial: 1,
    name: '',
    currency: 'EUR' as Currency,
  })
  return [
    '## Deadlines',
    '',
    'Every wait has an owner, a moment and a default. The moment is set by the event that starts the wait, with the shop’s length of that day, and stays what it was.',
    'Before it ends `due.neared` is told, as long before as the shop says. When it ends the house does what stands in the last column, as anybody else would;',
    'where nothing happens by itself it tells `due.passed`, once.',
    '',
    '| Deadline | Owner | Runs while | A new shop gives | and reminds before | When it passes |',
    '|---|---|---|---|---|---|',
    ...DUE_KINDS.map(kind => {
      const { runs, default: verb } = DEADLINES[kind]
      const also = ALSO[kind] ? `, and ${ALSO[kind]}` : ''
      return `| \`${kind}\` | ${ownersOf(kind)} | ${whereSaid(runs)}${also} | ${daysSaid(lengths[kind])} | ${daysSaid(reminders[kind])} | ${verb ? `\`${verb}\`` : '`due.passed`'} |`
    }),
    '',
  ]
}

const daysSaid = (length: Duration | null): string => {
  if (length === null) return '–'
  const { hours } = length
  return hours % 24 === 0 ? `${hours / 24} ${hours === 24 ? 'day' : 'days'}` : `${hours} hours`
}

/** Asked once as if the merchant had made the newest offer, and once as if the shopper had. */
function ownersOf(kind: DueKind): string {
  const owners = (['merchant', 'shopper'] as const).map(by =>
    DEADLINES[kind].owner({ offers: [{ by }] } as unknown as Return),
  )
  return new Set(owners).size === 1 ? (owners[0] ?? '') : 'the side that is awaited'
}

function verbs(): string[] {
  return [
    '## Verbs',
    '',
    'Who may do what, and in which state. Owners and agents are the merchant alike. In a shop without an arbiter of its own the owner may',
    'what an arbiter may, and shoppers have no appeal. A verb can still refuse for what states cannot say: amounts, quantities, somebody else’s offer.',
    '',
    '| Verb | Means | Who may, and when |',
    '|---|---|---|',
    `| \`submit\` | File a return. | ${Object.keys(VERBS.submit.may).join(', ')} |`,
    ...VERB_NAMES.filter(name => name !== 'submit').map(
      name => `| \`${name}\` | ${cell(MEANS[name as keyof typeof MEANS])} | ${mayOf(name)} |`,
    ),
    '',
    'Short words used above: **open** – the request is submitted or approved; **quiet** – no dispute is open; **unpaid** – nothing is promised; **promised** – something is.',
    '',
  ]
}

function mayOf(name: VerbName): string {
  const groups = new Map<string, string[]>()
  for (const role of ['merchant', ...ROLES] as (Role | 'merchant')[]) {
    const where = VERBS[name].may[role]
    if (where === undefined) continue
    const said = whereSaid(where)
    groups.set(said, [...(groups.get(said) ?? []), role])
  }
  return [...groups].map(([said, roles]) => `**${roles.join(', ')}**: ${said}`).join('<br>')
}

const whereSaid = (where: Where): string => {
  const rows = rowsOf(where).map(rowSaid)
  return rows.includes('always') ? 'always' : rows.join(' – *or* ')
}

const SHORT: [Row, string][] = [
  [OPEN, 'open'],
  [QUIET, 'quiet'],
  [UNPAID, 'unpaid'],
  [{ settlement: GRANTED }, 'promised'],
]

function rowSaid(row: Row): string {
  const parts = Object.entries(row).map(([column, words]) => {
    const short = SHORT.find(([known]) => JSON.stringify(known) === JSON.stringify({ [column]: words }))
    return short ? `**${short[1]}**` : `${column} ${words.join(' / ')}`
  })
  return parts.length === 0 ? 'always' : parts.join(', ')
}

const rules = (): string[] => [
  '## What is always true',
  '',
  'Checked whenever events are folded, and over every reachable state by the walk.',
  '',
  '| Rule | When | Then |',
  '|---|---|---|',
  ...STATE_RULES.map(({ says, when, then }) => `| ${cell(says)} | ${rowSaid(when)} | ${rowSaid(then)} |`),
  '',
]

const cell = (text: string): string => text.replaceAll('|', '\\|')
const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`
