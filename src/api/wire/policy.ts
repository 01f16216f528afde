/** What a shop allows, written down as rules. */
import Type, { type TProperties } from 'typebox'
import { ROLES } from '../../core/party.ts'
import { FACTS } from '../../core/policy/policy.ts'
import { TEMPLATE_NAMES } from '../../core/policy/templates/template.ts'
import { FACT_MEANS } from '../../core/policy/vocabulary.ts'
import { REASON_CODES } from '../../core/reasons.ts'
import { GRADES, METHOD_TYPES } from '../../core/return/return.ts'
import { exactly, ref } from '../../http/schema.ts'
import { RESOLUTION_OFFERS } from './assessment.ts'
import { Amount } from './common.ts'
import {
  day,
  flag,
  handle,
  id,
  list,
  moment,
  only,
  optional,
  orNull,
  pieces,
  ratePpm,
  said,
  text,
  the,
  whole,
  word,
} from './fields.ts'

const self = (description: string) => Type.Unsafe<unknown>({ allOf: [{ $ref: 'Condition#' }], description })
const yes = (description: string) => Type.Literal(true, { description, examples: [true] })
const rate = ratePpm('The rate.', 150_000)
const within = orNull(whole('Within how many days; null for ever. Unit: days.', 365, { minimum: 1, maximum: 36_500 }))

/** Every fact with its meaning and unit, for the reference. */
function factsTold(): string {
  return FACTS.map(fact => {
    const { means, unit } = FACT_MEANS[fact]
    return `\`${fact}\`: ${means}${unit ? ` (${unit.replaceAll('`', '')})` : ''}.`
  }).join(' ')
}

export const Test = Type.Union(
  [
    exactly(
      { in: list(text('A value.', 'DE', 128), 'One of these, whatever the capitals.', 2_000) },
      { description: 'One of a list.' },
    ),
    exactly(
      { matches: text('A pattern in which * stands for any run of characters.', 'SHIRT-*', 128) },
      { description: 'Fits a pattern.' },
    ),
    exactly(
      {
        at_least: Type.Number({
          description: 'This much or more; amounts in minor units of the shop’s currency.',
          examples: [5000],
        }),
      },
      { description: 'At least.' },
    ),
    exactly(
      {
        below: Type.Number({
          description: 'Less than this; amounts in minor units of the shop’s currency.',
          examples: [5000],
        }),
      },
      { description: 'Below.' },
    ),
    exactly({ equals: flag('Yes or no.') }, { description: 'Yes or no.' }),
    exactly({ on_or_after: day('That day or a later one.', '2026-11-15') }, { description: 'From a day on.' }),
    exactly({ on_or_before: day('That day or an earlier one.', '2026-12-24') }, { description: 'Up to a day.' }),
  ],
  { $id: 'Test', description: 'What a fact is held against.' },
)

export const Condition = Type.Union(
  [
    exactly({ all: list(self('A condition.'), 'All of these hold.', 100) }, { description: 'And.' }),
    exactly({ any: list(self('A condition.'), 'One of these holds.', 100) }, { description: 'Or.' }),
    exactly({ not: self('This does not hold.') }, { description: 'Not.' }),
    exactly(
      {
        fact: word(FACTS, `What is asked about the purchase or the request. ${factsTold()}`),
        is: the(Test, 'What it must be.'),
      },
      { description: 'A fact.' },
    ),
    exactly({}, { description: 'Always holds.' }),
  ],
  {
    $id: 'Condition',
    description: 'When a rule holds. An empty condition always holds; a test on something unknown never does.',
  },
)

const Window = exactly(
  {
    from: word(['order', 'sent', 'delivered'], 'What the days are counted from.'),
    days: orNull(whole('How long; null has no end. Unit: days.', 30, { maximum: 36_500 })),
    zone: orNull(text('Time zone the days end in, IANA name; null is the shop’s.', 'Europe/Berlin', 64)),
    workday: flag('An end on a day off moves to the next working day.'),
    holidays: list(
      exactly(
        {
          placed_from: day('First day of purchase.', '2026-11-15'),
          placed_to: day('Last day of purchase.', '2026-12-24'),
          until: day('Last day to send back.', '2027-01-31'),
        },
        { description: 'A season with one common end.' },
      ),
      'Purchases in a holiday season may come back until a fixed day.',
      50,
    ),
    fallback: exactly(
      {
        from: word(['order', 'sent'], 'What to count from instead.'),
        plus_days: whole('And how many days to add for the way. Unit: days.', 7, { maximum: 3_650 }),
      },
      { description: 'When the delivery was never reported.' },
    ),
  },
  { $id: 'Window', description: 'Until when something may come back.' },
)

export const Cost = Type.Union(
  [
    exactly({ free: yes('Costs nothing.') }, { description: 'Free.' }),
    exactly({ flat: the(Amount, 'A fixed price.') }, { description: 'A fixed price.' }),
    exactly({ rate_ppm: rate }, { description: 'A part of the value.' }),
    exactly(
      { label: yes('What the label costs.'), estimate: optional(the(Amount, 'What to say until that is known.')) },
      { description: 'The label’s price.' },
    ),
  ],
  { $id: 'Cost', description: 'What a way back costs the shopper.' },
)

const Fee = Type.Union(
  [
    exactly(
      { kind: only('restocking_fee', 'For putting it back.'), rate_ppm: rate },
      { description: 'A part of the value.' },
    ),
    exactly(
      { kind: word(['restocking_fee', 'return_cost'], 'What for.'), flat: the(Amount, 'How much.') },
      { description: 'A fixed fee.' },
    ),
    exactly(
      {
        kind: only('return_cost', 'For the way back.'),
        label: yes('What the label costs.'),
        estimate: optional(the(Amount, 'What to say until that is known.')),
      },
      { description: 'The label’s price.' },
    ),
  ],
  { $id: 'Fee', description: 'A fee.' },
)

const effects: TProperties[] = [
  { window: the(Window, 'Until when it may come back.') },
  {
    after: word(
      ['sent', 'delivered'],
      'What must have happened first; being sent is enough unless a rule says otherwise.',
    ),
  },
  { final: yes('It may not come back.') },
  {
    cap: Type.Union(
      [
        exactly(
          {
            per: word(['order', 'sku', 'customer'], 'Counted over what.'),
            pieces: pieces('At most.', 10, 0),
            days: within,
          },
          { description: 'How many pieces.' },
        ),
        exactly(
          {
            per: word(['order', 'customer'], 'Counted over what.'),
            returns: whole('At most. Unit: returns.', 1, { maximum: 10_000 }),
            days: within,
          },
          { description: 'How many returns.' },
        ),
      ],
      { description: 'How many may come back.' },
    ),
  },
  {
    block: exactly(
      {
        code: handle('The reason as a code.', 'hygiene'),
        sentence: said('The reason as a sentence.', 'Earrings cannot come back.', 500),
      },
      { description: 'It may not come back, and why.' },
    ),
  },
  {
    allow: Type.Union(
      [
        yes('It may come back even where a rule below blocks it.'),
        only('everything', 'It may come back whatever window, final sale, block and cap say.'),
      ],
      { description: 'It may come back.', examples: [true] },
    ),
  },
  { reasons: list(word(REASON_CODES, 'A reason.'), 'The reasons on offer.', 50) },
  { require: word(['photo', 'comment'], 'What the filer must give.') },
  { resolutions: list(word(RESOLUTION_OFFERS, 'A resolution.'), 'What the shopper may choose.', 10) },
  { fee: the(Fee, 'What returning costs.') },
  {
    bonus: Type.Union(
      [
        exactly({ rate_ppm: rate }, { description: 'A part of the value.' }),
        exactly({ flat: the(Amount, 'How much.') }, { description: 'A fixed bonus.' }),
      ],
      { description: 'What store credit gets on top.' },
    ),
  },
  {
    methods: list(
      exactly(
        { type: word(METHOD_TYPES, 'How the goods travel.'), cost: the(Cost, 'What it costs.') },
        { description: 'A way back.' },
      ),
      'The ways back on offer, in this order.',
      20,
    ),
  },
  { keep_below: the(Amount, 'Below this value the shopper keeps the goods.') },
  {
    basis: word(
      ['asked', 'received', 'accepted'],
      'What is paid: what was asked for, what came, or what passed inspection.',
    ),
  },
  { acceptable: list(word(GRADES, 'A grade.'), 'Grades that are paid.', 4) },
  { ungraded: word(['accepted', 'waits'], 'What becomes of pieces nobody graded.') },
  {
    deduction: exactly(
      { grades: list(word(GRADES, 'A grade.'), 'For which grades.', 4), rate_ppm: rate },
      { description: 'What a worse condition costs.' },
    ),
  },
  { auto: word(['approve', 'refund', 'resolve'], 'What happens by itself.') },
  { auto: only('reject', 'Rejected by itself.'), reason: said('Why, for the shopper to read.', 'Final sale.', 500) },
  {
    limit: exactly(
      { role: word(ROLES, 'Whose limit.'), amount: the(Amount, 'How much it may promise.') },
      { description: 'How much money a role may promise.' },
    ),
  },
  {
    shipping_back: word(
      ['never', 'whole_order', 'first'],
      'Whether freight comes back: never, with the last piece, with the first.',
    ),
  },
  {
    discount: Type.Union(
      [
        only('keep', 'Discounts are kept.'),
        exactly(
          { reprice_below: the(Amount, 'What must be kept for the promotion to stand.'), rate_ppm: rate },
          { description: 'The promotion is taken back below a value.' },
        ),
      ],
      {
        description: 'What becomes of a promotion when too much comes back.',
      },
    ),
  },
  { free_exchange: yes('Exchanging costs no fee.') },
  { exchange_left: word(['original_payment', 'store_credit'], 'Where value goes that an exchange does not need.') },
]

export const Effect = Type.Union(
  effects.map(members => exactly(members, { description: Object.keys(members)[0] ?? '' })),
  { $id: 'Effect', description: 'What a rule does. Per kind of effect the first rule that holds decides.' },
)

export const Rule = exactly(
  {
    id: handle('Its name, unique in the policy; told in traces.', 'thirty_days'),
    name: text('The name for people.', 'Thirty days', 250),
    when: the(Condition, 'When it holds.'),
    then: list(ref(Effect), 'What it does.', 50),
    priority: whole('Rules are read by falling priority, then as written.', 0, {
      minimum: -1_000_000,
      maximum: 1_000_000,
    }),
  },
  { $id: 'Rule', description: 'One rule.' },
)

const rules = list(ref(Rule), 'The rules.', 500)

export const TEMPLATE = word(TEMPLATE_NAMES, 'A template, by its name.')

export const PolicyDraft = exactly(
  {
    name: optional(said('Its name; may be left out with a template, whose title it then gets.', 'Spring 2026', 128)),
    rules: optional(rules),
    template: optional(TEMPLATE),
  },
  { $id: 'PolicyDraft', description: 'A policy to be: a name and rules of its own, or a template to start from.' },
)

export const PolicyRules = exactly({ rules }, { $id: 'PolicyRules', description: 'Rules that are kept nowhere yet.' })

export const PolicyTemplate = Type.Object(
  {
    name: TEMPLATE,
    title: text('What it is called.', 'European Union, distance selling'),
    about: text('What it grants.', 'Fourteen days from delivery.', 1_000),
    rests: list(text('A law or a custom.', 'Directive 2011/83/EU, art. 9', 500), 'What it rests on.'),
    rules,
  },
  { $id: 'PolicyTemplate', description: 'A policy ready to be taken and changed. It is no legal advice.' },
)

export const PolicyStart = exactly(
  { at: optional(orNull(moment('From when; left out: now. Never in the past.'))) },
  { $id: 'PolicyStart', description: 'When a draft becomes live.' },
)

export const Policy = Type.Object(
  {
    id: id('The version.'),
    organization_id: id('Whose house it is in.'),
    shop_id: id('The shop.'),
    version: whole('Counts up within the shop.', 3),
    state: word(['draft', 'live', 'past'], 'One version is live at a time.'),
    name: text('Its name.', 'Spring 2026'),
    valid_from: orNull(moment('Since when it is live.')),
    valid_until: orNull(moment('Until when it was.')),
    in_force: optional(
      flag('It decides about orders placed now. A live version may start later, and the one before holds until then.'),
    ),
    rules,
  },
  {
    $id: 'Policy',
    description: 'One version of what a shop allows. An order keeps the version that was live when it was placed.',
  },
)

const remarks = (what: string, description: string) =>
  list(
    Type.Object(
      {
        path: text('The field.', 'rules[0].then[1]', 500),
        message: text('What it is about.', 'Name at least one grade.', 1_000),
      },
      { description: what },
    ),
    description,
    1_000,
  )

export const PolicyCheck = Type.Object(
  {
    ok: flag('It can be made live.'),
    errors: remarks('A mistake.', 'What is wrong, field by field.'),
    warnings: remarks('A doubt.', 'What may stand and is hardly what was meant, such as a rule that is never heard.'),
  },
  { $id: 'PolicyCheck', description: 'Whether a policy holds together.' },
)

export const POLICY = [
  Test,
  Condition,
  Window,
  Cost,
  Fee,
  Effect,
  Rule,
  PolicyDraft,
  PolicyRules,
  PolicyStart,
  PolicyTemplate,
  Policy,
  PolicyCheck,
]
