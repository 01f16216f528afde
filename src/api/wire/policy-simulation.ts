/** A policy tried out on past orders. */
import Type, { type TSchema } from 'typebox'
import { CHANGES, type Change } from '../../core/policy/simulation.ts'
import { METHOD_TYPES } from '../../core/return/return.ts'
import { MOST_ORDERS, MOST_TOLD, USUAL_ORDERS } from '../../desk/simulate.ts'
import { exactly, ref } from '../../http/schema.ts'
import { LineRefusal, RESOLUTION_OFFERS } from './assessment.ts'
import { Money } from './common.ts'
import { id, list, moment, optional, orNull, text, the, whole, word } from './fields.ts'
import { Rule, TEMPLATE } from './policy.ts'

export const SimulationWish = exactly(
  {
    rules: optional(list(ref(Rule), 'Rules to try. Name these, a version, or a template.', 500)),
    policy_id: optional(id('A version of the shop to try, most often a draft.')),
    template: optional(TEMPLATE),
    against: optional(
      word(
        ['then', 'now'],
        'What to compare with: the version each order was placed under, or the one that holds now.',
      ),
    ),
    since: optional(orNull(moment('Only orders placed then or later.'))),
    limit: optional(
      whole(`How many of the newest orders to look at. Default: ${USUAL_ORDERS}.`, 1_000, {
        minimum: 1,
        maximum: MOST_ORDERS,
      }),
    ),
  },
  { $id: 'SimulationWish', description: 'What to try, and on which orders.' },
)

const both = (of: TSchema, description: string) =>
  Type.Object(
    { before: the(of, 'Under the one policy.'), after: the(of, 'Under the other.') },
    { description: `${description} Under the one policy and the other.` },
  )

const LineVerdict = Type.Object(
  {
    allowed: whole('How many pieces might have come back. Unit: pieces.', 2),
    until: orNull(moment('The last moment; null when there is none.')),
    refusals: list(ref(LineRefusal), 'Every reason why not, or not more.'),
    resolutions: list(word(RESOLUTION_OFFERS, 'A resolution.'), 'What the shopper might have chosen.'),
  },
  { $id: 'LineVerdict', description: 'What is said of a line on the day it came.' },
)

const FiledVerdict = Type.Object(
  {
    refusals: list(ref(LineRefusal), 'Why it would not be taken; empty when it would.'),
    decision: orNull(
      word(['approve', 'reject', 'person'], 'What policy decides by itself, or leaves to a person; null when refused.'),
    ),
    requires: list(word(['photo', 'comment'], 'What must be given.'), 'What must be given with it.'),
    total: the(Money, 'What the shopper would get; nothing when refused or rejected.'),
    fees: the(Money, 'What of it is taken off.'),
    bonus: the(Money, 'What of it is put on top.'),
    method: orNull(
      Type.Object(
        { type: word(METHOD_TYPES, 'How the goods travel.'), cost: the(Money, 'What that costs the shopper.') },
        { description: 'The way back.' },
      ),
      'The way back; null when none is chosen.',
    ),
  },
  { $id: 'FiledVerdict', description: 'What is said of a return that was filed, filed again.' },
)

const about = {
  order_id: id('The order.'),
  order_number: text('Its number.', '1001'),
  placed_at: moment('When it was placed.'),
  what: list(
    word(
      CHANGES,
      'How the answers differ. `allowed`, `refused`: newly so. `pieces`: more or fewer. `later`, `earlier`: the deadline. `why_not`: refused for other reasons. `terms`: what may be chosen or must be shown. `decision`: what is decided by itself. `money`: what the shopper gets.',
    ),
    'How the answers differ.',
  ),
  rules: list(text('The name of a rule.', 'Thirty days from delivery'), 'The rules behind the difference.'),
  title: text('What it is about.', 'Linen shirt', 2_000),
}

const LineCompared = Type.Object(
  {
    about: Type.Literal('line', { description: 'A sold line.', examples: ['line'] }),
    ...about,
    line_id: id('The sold line.'),
    sku: text('Its article number.', 'SHIRT-M'),
    before: the(LineVerdict, 'Under the one policy.'),
    after: the(LineVerdict, 'Under the other.'),
  },
  { $id: 'LineCompared', description: 'A line of which something else is said.' },
)

const ReturnCompared = Type.Object(
  {
    about: Type.Literal('return', { description: 'A return that was filed.', examples: ['return'] }),
    ...about,
    return_id: id('The return.'),
    return_number: text('Its number.', 'K7M2XQ4P'),
    before: the(FiledVerdict, 'Under the one policy.'),
    after: the(FiledVerdict, 'Under the other.'),
  },
  { $id: 'ReturnCompared', description: 'A return of which something else is said.' },
)

const tally = {
  lines: whole('Sold lines.', 12),
  returns: whole('Filed returns.', 3),
}

const MEANS: Readonly<Record<Change, string>> = {
  allowed: 'Newly allowed.',
  refused: 'Newly refused.',
  pieces: 'In another number of pieces.',
  later: 'Until later.',
  earlier: 'Only until earlier.',
  why_not: 'Refused for other reasons.',
  terms: 'With other choices or requirements.',
  decision: 'Decided otherwise by itself.',
  money: 'For other money.',
}

const Tally = Type.Object(tally, { $id: 'Tally', description: 'How many decisions, about lines and about returns.' })

const MoneyMoved = Type.Object(
  {
    currency: text('The currency.', 'EUR', 3),
    returns: whole('Returns of which the amount changes.', 3),
    total: both(Money, 'What shoppers get.'),
    fees: both(Money, 'What is taken off.'),
    bonus: both(Money, 'What is put on top.'),
    methods: both(Money, 'What the ways back cost shoppers.'),
  },
  { $id: 'MoneyMoved', description: 'The money of all filed returns in one currency.' },
)

const Summary = Type.Object(
  {
    orders: whole('Orders looked at.', 1_000),
    ...tally,
    changed: Type.Object(
      { orders: whole('Orders.', 40), ...tally },
      { description: 'Those of which at least one decision changes.' },
    ),
    changes: Type.Object(Object.fromEntries(CHANGES.map(change => [change, the(Tally, MEANS[change])])), {
      description: 'How many decisions change in which way; one may change in several.',
    }),
    money: list(ref(MoneyMoved), 'The money of all filed returns, by currency.'),
  },
  { $id: 'SimulationSummary', description: 'What it comes to.' },
)

export const PolicySimulation = Type.Object(
  {
    against: word(['then', 'now'], 'What it was compared with.'),
    tried: Type.Object(
      {
        id: orNull(id('The version; null for rules that are kept nowhere.')),
        version: orNull(whole('Its number.', 4)),
        name: orNull(text('Its name.', 'Spring 2026')),
      },
      { description: 'What was tried.' },
    ),
    placed: orNull(
      Type.Object({ from: moment('The first.'), to: moment('The last.') }, { description: 'From when to when.' }),
      'When the orders were placed; null when there were none.',
    ),
    summary: the(Summary, 'What it comes to.'),
    changes: list(
      Type.Union([ref(LineCompared), ref(ReturnCompared)], { description: 'A decision that changes.' }),
      `Decisions that change, one by one, the newest orders first; at most ${MOST_TOLD}.`,
      MOST_TOLD,
    ),
    more: whole('Changed decisions that are in the summary and not listed.', 0),
  },
  { $id: 'PolicySimulation', description: 'What would change, and what money it moves. Nothing was written.' },
)

export const POLICY_SIMULATION = [
  SimulationWish,
  LineVerdict,
  FiledVerdict,
  LineCompared,
  ReturnCompared,
  Tally,
  MoneyMoved,
  Summary,
  PolicySimulation,
]
