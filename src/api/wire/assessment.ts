/** What policy says about sending something of an order back. */
import Type from 'typebox'
import { REASON_CODES } from '../../core/reasons.ts'
import { KINDS, LANES, METHOD_TYPES } from '../../core/return/return.ts'
import { exactly, ref } from '../../http/schema.ts'
import { AskedInput } from './commands/asked.ts'
import { Amount, Figure } from './common.ts'
import { id, list, moment, optional, orNull, ratePpm, text, the, theOrNull, whole, word } from './fields.ts'

export const RESOLUTION_OFFERS = [
  'original_payment',
  'store_credit',
  'instant_refund',
  'replace',
  'swap',
  'keep',
] as const

const Said = Type.Object(
  {
    rule_id: orNull(text('The rule that spoke; null when the house itself did.', 'thirty_days')),
    said: text('What it said.', 'until 2026-04-09', 1_000),
  },
  { $id: 'Said', description: 'One step of the trace.' },
)

export const LineRefusal = Type.Object(
  {
    code: text('The reason as a code.', 'window_closed', 64),
    sentence: text('The reason as a sentence.', 'The time to send this back ended on 2026-04-09.', 1_000),
    until: optional(moment('The last moment at which it would have been in time, whatever else stands against it.')),
    rule_id: optional(orNull(text('The rule that refuses; null when the house itself does.', 'thirty_days'))),
  },
  { $id: 'LineRefusal', description: 'One reason why not, or not more.' },
)

const RateOrFlat = Type.Union(
  [
    Type.Object({ rate_ppm: ratePpm('A part of what is paid back.', 150_000) }, { description: 'A rate.' }),
    Type.Object({ flat: the(Amount, 'How much.') }, { description: 'A fixed amount.' }),
  ],
  { $id: 'RateOrFlat', description: 'A rate or a fixed amount.' },
)

const ResolutionTerms = Type.Object(
  {
    resolution: word(RESOLUTION_OFFERS, 'The resolution.'),
    fee: theOrNull(RateOrFlat, 'What is taken off for putting the goods back.'),
    bonus: theOrNull(RateOrFlat, 'What comes on top.'),
  },
  { $id: 'ResolutionTerms', description: 'What choosing a resolution costs or brings.' },
)

export const LineAnswer = Type.Object(
  {
    line_id: id('The sold line.'),
    allowed: whole('How many pieces may be filed now. Unit: pieces.', 2),
    until: orNull(moment('The last moment; null when there is none.')),
    refusals: list(ref(LineRefusal), 'Every reason why not, or not more.'),
    trace: list(ref(Said), 'Which rule said what, in the order they were asked.', 1_000),
    requires: list(word(['photo', 'comment'], 'What must be given.'), 'What the filer must give with it.'),
    reasons: orNull(list(word(REASON_CODES, 'A reason.'), 'The reasons on offer; null for all.')),
    resolutions: list(word(RESOLUTION_OFFERS, 'A resolution.'), 'What the shopper may choose.'),
    terms: optional(list(ref(ResolutionTerms), 'What some of the resolutions cost or bring, where one does.')),
  },
  { $id: 'LineAnswer', description: 'What policy says about one sold line.' },
)

export const MethodOffer = Type.Object(
  {
    type: word(METHOD_TYPES, 'How the goods travel.'),
    name: text('The name shown to people.', 'Prepaid label'),
    cost: the(Figure, 'What it costs the shopper.'),
    rule_id: orNull(text('The rule that set the cost.', 'free_label')),
  },
  { $id: 'MethodOffer', description: 'A way back on offer, with its cost.' },
)

const rule = (description: string) => orNull(text(description, 'auto_approve'))

const AutoDecision = Type.Object(
  {
    decision: orNull(word(['approve', 'reject'], 'What policy decides by itself; null leaves it to a person.')),
    reason: orNull(text('Why it rejects.', 'Final sale.', 500)),
    rule_id: rule('The rule that decides.'),
    refund: rule('The rule that refunds by itself.'),
    resolve: rule('The rule that closes by itself.'),
  },
  { $id: 'AutoDecision', description: 'What policy decides by itself.' },
)

export const Assessment = Type.Object(
  {
    policy_id: orNull(
      text('The policy version asked; null for the standard one.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 64),
    ),
    at: moment('When it was asked.'),
    lines: list(ref(LineAnswer), 'Line by line.', 2_000),
    zone: orNull(text('The country the goods travel from.', 'DE', 64)),
    methods: list(ref(MethodOffer), 'The ways back on offer.'),
    auto: the(AutoDecision, 'What policy decides by itself.'),
    basis: word(
      ['asked', 'received', 'accepted'],
      'What is paid: what was asked for, what came, or what passed inspection.',
    ),
    overridden: orNull(
      Type.Object(
        { by: text('Who.', 'Jonas', 250), reason: text('Why.', 'Good customer.', 500) },
        { description: 'Staff decided against it.' },
      ),
      'Staff decided against it.',
    ),
  },
  { $id: 'Assessment', description: 'What policy said about a purchase at a moment.' },
)

/** Nothing of it is needed to learn what may come back; the more is told, the more exact the answer. */
export const AssessmentWish = exactly(
  {
    items: optional(list(ref(AskedInput), 'What would come back.', 200)),
    method: optional(orNull(word(METHOD_TYPES, 'How it would travel.'))),
    lane: optional(word(LANES, 'By which rules. Default: standard.')),
    kind: optional(word(KINDS, 'When it would begin. Default: after_delivery.')),
    zone: optional(
      orNull(
        Type.String({
          pattern: '^[A-Z]{2}$',
          description: 'The country the goods would travel from; default where the order was sent. ISO 3166-1 alpha-2.',
          examples: ['DE'],
        }),
      ),
    ),
  },
  { $id: 'AssessmentWish', description: 'What somebody thinks of sending back.' },
)

export const ASSESSMENT = [
  Said,
  LineRefusal,
  RateOrFlat,
  ResolutionTerms,
  LineAnswer,
  MethodOffer,
  AutoDecision,
  Assessment,
  AssessmentWish,
]
