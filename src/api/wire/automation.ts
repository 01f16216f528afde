/** What happens by itself: a shop's rules, those that are built in, trying them out, and the log of what came of them. */
import Type, { type TProperties } from 'typebox'
import {
  MOST_PRIORITY,
  MOST_RULES,
  ONCES,
  PLACES,
  RULE_STATES,
  TRIGGER_EVENTS,
  TRIGGERS,
} from '../../core/automation/automation.ts'
import { ORIGINS } from '../../core/automation/built-in.ts'
import { FORESEEN } from '../../core/automation/dry-run.ts'
import { CHECKPOINT_KINDS, DUE_KINDS, GRADES, HANDLINGS, REFUND_DESTINATIONS } from '../../core/return/return.ts'
import { COLUMNS } from '../../core/return/where.ts'
import { AUTOMATION_STATES } from '../../desk/automations.ts'
import { exactly, ref } from '../../http/schema.ts'
import { EVENT_MEANS } from './event.ts'
import { flag, handle, id, list, moment, only, optional, orNull, said, text, the, whole, word } from './fields.ts'
import { Condition } from './policy.ts'

const meanings = TRIGGER_EVENTS.map(type => `\`${type}\`: ${TRIGGERS[type]}`).join('\n- ')

export const Trigger = Type.Union(
  [
    exactly(
      {
        events: list(
          word(TRIGGER_EVENTS, 'An event.'),
          `One of these happens.\n\n- ${meanings}`,
          TRIGGER_EVENTS.length,
        ),
        scans: optional(
          list(
            word(CHECKPOINT_KINDS, 'What a carrier says.'),
            'Of `shipment.tracked`: only when the carrier says one of these.',
            CHECKPOINT_KINDS.length,
          ),
        ),
        leg: optional(
          word(
            ['inbound', 'onward', 'back'],
            'Of `shipment.tracked`: of which parcels. Default: inbound, on their way back to the shop.',
          ),
        ),
      },
      { description: 'Something happens.' },
    ),
    exactly(
      {
        deadline: word(DUE_KINDS, 'Which wait.'),
        is: word(
          ['neared', 'passed'],
          '`neared` when it is reminded of, `passed` when it is over and what happens by itself has happened.',
        ),
      },
      { description: 'A wait nears its end, or is over.' },
    ),
  ],
  { $id: 'Trigger', description: 'What sets a rule off.' },
)

export const StateRow = Type.Partial(
  exactly(
    Object.fromEntries(
      Object.entries(COLUMNS).map(([column, words]) => [
        column,
        list(
          word(words as readonly string[] as readonly [string], 'A word.'),
          `${column} is one of these.`,
          words.length,
        ),
      ]),
    ),
  ),
  {
    $id: 'StateRow',
    description: 'How a return stands: every strand that is named must say one of its words.',
    additionalProperties: false,
  },
)

const Guard = exactly(
  {
    state: list(ref(StateRow), 'One of these rows holds; none named: however it stands.', 20),
    facts: the(Condition, 'What must be true of the purchase, as in a policy.'),
  },
  { $id: 'Guard', description: 'Must hold both when the rule is set off and when its delay is over.' },
)

const Delay = exactly(
  {
    hours: whole('How long. Unit: hours.', 48, { maximum: 87_600 }),
    working: flag('Only hours of working days count, by the shop’s calendar.'),
  },
  { $id: 'Delay', description: 'How long a rule waits.' },
)

const basis = optional(
  word(
    ['asked', 'received', 'accepted'],
    'What is promised when nothing has been: what was asked for, before the goods are here, or what came. Default: policy’s word.',
  ),
)

const deeds: Record<string, [means: string, members: TProperties]> = {
  approve: ['Approve.', { handling: optional(word(HANDLINGS, 'As if the items had been asked for like this.')) }],
  reject: ['Reject.', { reason: said('Why, for the shopper to read.', 'Final sale.', 500) }],
  cancel: ['Call it off.', { reason: optional(said('Why.', 'Nothing was sent.', 500)) }],
  expire: ['Let it expire, once the time for sending is over.', {}],
  resolve: ['Close the case.', { note: optional(said('A closing word for colleagues.', 'Paid.', 500)) }],
  receive: ['Count in what was announced and is not counted yet, on the carrier’s word.', {}],
  dispose: [
    'Give every piece that is here its place.',
    {
      to: word(PLACES, 'Where they go.'),
      grades: optional(list(word(GRADES, 'A grade.'), 'Only pieces graded so.', GRADES.length)),
    },
  ],
  grant: ['Promise the money.', { handling: optional(only('keep', 'The goods stay with the shopper.')), basis }],
  refund: ['Pay back.', { to: optional(word(REFUND_DESTINATIONS, 'Where to. Default: as was asked for.')), basis }],
  credit: ['Pay back as store credit.', { basis }],
  label: ['Order a label.', {}],
  remind: ['Remind of a wait.', { kind: word(DUE_KINDS, 'Which wait.') }],
  note: ['Write a note below what is there.', { note: said('The note.', 'A trusted customer.', 2_000) }],
  tag: ['Add tags.', { tags: list(handle('A tag of the shop.', 'vip'), 'Which.', 50) }],
  flag: ['Flag it.', { why: said('Why, for colleagues.', 'Very expensive.', 500) }],
  assign: ['Give it to somebody, unless it is somebody’s.', { to: handle('Who.', 'samir') }],
  message: [
    'Write to the other side.',
    {
      text: said(
        'The words; {number}, {first_name} and {shop} are filled in.',
        'Dear {first_name}, we have it.',
        4_000,
      ),
      to: word(['shopper', 'platform'], 'To whom.'),
    },
  ],
}

const deedsSaid = Object.entries(deeds).map(([verb, [means, members]]) =>
  exactly({ verb: only(verb, means), ...members }, { description: means }),
)

export const Deed = Type.Union(deedsSaid, {
  $id: 'Deed',
  description: 'What is done. Only what makes sense without a person.',
})

const BuiltInDeed = Type.Union(
  [
    ...deedsSaid,
    exactly(
      {
        verb: only('lapse', 'Go on without it.'),
        kind: word(['offer', 'evidence', 'claim'], 'Whose chance is over.'),
      },
      { description: 'Go on without an answer, evidence or a claim.' },
    ),
    exactly(
      {
        verb: only('cancel', 'Call it off.'),
        cause: word(['evidence_missing'], 'On what account.'),
      },
      { description: 'Call it off because photos are missing.' },
    ),
  ],
  { $id: 'BuiltInDeed', description: 'What is done, with what only the house itself does.' },
)

const rule = {
  id: handle('Its name, yours to choose; stands as `rule_id` on what it makes happen.', 'first_scan_refund'),
  name: said('Its name for people.', 'Refund at the first scan', 250),
  when: the(Trigger, 'What sets it off.'),
  if: the(Guard, 'How the return must stand.'),
  after: orNull(ref(Delay), 'How long it waits; null acts at once.'),
  then: the(Deed, 'What is done.'),
  priority: whole('Of the rules one event sets off, the one with the highest goes first.', 0, {
    minimum: -MOST_PRIORITY,
    maximum: MOST_PRIORITY,
  }),
  state: word(RULE_STATES, 'With `dry_run` everything is worked out and logged, and nothing is done.'),
  once: word(ONCES, 'Whether it acts once for each event that sets it off, or once on each return.'),
}

export const AutomationRule = exactly(rule, { $id: 'AutomationRule', description: 'A rule of the shop’s own.' })

const { id: ruleId, name, when, then, ...settings } = rule

export const AutomationInput = exactly(
  { id: ruleId, name, when, then, ...Type.Partial(exactly(settings)).properties },
  {
    $id: 'AutomationInput',
    description:
      'A rule to be. Left out: it holds however a return stands, acts at once, with priority 0, once for each event, and is on.',
  },
)

const ListedAutomation = Type.Object(
  {
    ...rule,
    id: text('Its name; of what is built in, the house’s.', 'deadline.ship', 128),
    priority: Type.Integer({ description: 'Its priority among rules of its origin.', examples: [0] }),
    then: the(BuiltInDeed, 'What is done.'),
    origin: word(ORIGINS, 'Whose it is: the policy’s, a deadline’s, a reminder’s, or the shop’s own.'),
    before: orNull(
      Type.Object({ hours: whole('Unit: hours.', 72) }, { description: 'A length of time.' }),
      'Of a reminder: how long before the wait is over.',
    ),
    sentence: text('The rule as a sentence.', 'When goods are counted in: refund what is payable.', 4_000),
  },
  { $id: 'ListedAutomation', description: 'A rule of the one list.' },
)

export const AutomationList = Type.Object(
  { data: list(ref(ListedAutomation), 'Rules, in the order in which they get their turn.', 1_000) },
  { $id: 'AutomationList', description: 'Everything that happens by itself in a shop.' },
)

export const AUTOMATIONS = list(
  ref(AutomationRule),
  'What happens by itself, beside what policy and deadlines do.',
  MOST_RULES,
)
export const AUTOMATIONS_INPUT = list(
  ref(AutomationInput),
  'What happens by itself, beside what policy and deadlines do.',
  MOST_RULES,
)

export const AutomationTrialInput = exactly(
  {
    automations: optional(list(ref(AutomationInput), 'Rules to try instead of the shop’s own.', MOST_RULES)),
    returns: optional(whole('Over how many of the last returns. Default: 20.', 20, { minimum: 1, maximum: 100 })),
    return_id: optional(id('Over this return alone.')),
  },
  { $id: 'AutomationTrialInput', description: 'What to try.' },
)

const setOffBy = Type.Object(
  {
    id: id('The event.'),
    sequence: whole('Its place in the life of the return.', 3),
    type: word(Object.keys(EVENT_MEANS), 'What happened.'),
  },
  { $id: 'SettingOff', description: 'The event that set a rule off.' },
)

const ForeseenAct = Type.Object(
  {
    rule_id: text('The rule.', 'first_scan_refund', 128),
    outcome: word(
      FORESEEN,
      '`acts`: it would act, or did; `passes`: there would be nothing to do; `refused`: it would not be open; `stopped`: it would go in a circle; `waits`: its moment has not come.',
    ),
    why: orNull(text('Why nothing would be done.', 'It does not stand as wanted: request is rejected.', 1_000)),
    event: orNull(ref(setOffBy), 'What set it off; null for what a deadline will do.'),
    at: moment('When.'),
  },
  { $id: 'ForeseenAct', description: 'What one rule would do.' },
)

export const AutomationTrial = Type.Object(
  {
    data: list(
      Type.Object(
        {
          return_id: id('The return.'),
          number: text('Its number.', 'K7M2XQ4P', 64),
          foreseen: list(ref(ForeseenAct), 'In the order of its life.', 10_000),
        },
        { description: 'One return.' },
      ),
      'Return by return, the newest first.',
      100,
    ),
    rules: list(
      Type.Object(
        {
          rule_id: text('The rule.', 'first_scan_refund', 128),
          ...Object.fromEntries(FORESEEN.map(outcome => [outcome, whole(`How often it ${outcome}.`, 3)])),
        },
        { description: 'One rule.' },
      ),
      'How often each rule did what, over all of them.',
      1_000,
    ),
  },
  { $id: 'AutomationTrial', description: 'What rules would have done, and what is still before these returns.' },
)

export const AutomationEntry = Type.Object(
  {
    id: id('The entry.'),
    return_id: id('The return.'),
    rule_id: text('The rule.', 'first_scan_refund', 128),
    event: the(setOffBy, 'What set it off.'),
    state: word(
      AUTOMATION_STATES,
      '`tried` in a dry run; `passed_over` when there was nothing to do any more; `stopped` when rules set each other off in a circle; `given_up` when it went wrong again and again.',
    ),
    at: moment('When it was set off.'),
    next_at: orNull(moment('When it acts, or is tried again; null when it is over.')),
    finished_at: orNull(moment('When it was over; null while it waits.')),
    depth: whole('How many rules set each other off up to this one.', 1, { minimum: 1 }),
    attempts: whole('How often it was tried.', 1),
    happened: list(
      word(Object.keys(EVENT_MEANS), 'An event.'),
      'What it made happen; of a dry run, what it would have.',
      1_000,
    ),
    code: orNull(text('Of a refusal, its code.', 'not_open', 64)),
    why: orNull(text('Why nothing was done.', 'The return is flagged; somebody is to look at it first.', 2_000)),
  },
  { $id: 'AutomationEntry', description: 'A rule that was set off, and what came of it.' },
)

export const AutomationLog = Type.Object(
  {
    data: list(ref(AutomationEntry), 'Entries, the newest first.', 100),
    next: orNull(text('Hand it back as `after` to read on; null on the last page.', 'WzEsWyIyMDI2…', 1_024)),
  },
  { $id: 'AutomationLog', description: 'A page of the log.' },
)

export const AutomationLogQuery = exactly({
  return: optional(id('Only of this return.')),
  rule: optional(text('Only of this rule.', 'first_scan_refund', 128)),
  state: optional(
    list(
      word(AUTOMATION_STATES, 'A state.'),
      'Only entries that stand there. Several are separated by commas.',
      AUTOMATION_STATES.length,
    ),
  ),
  limit: optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'How many at once. Default: 20.', examples: [20] }),
  ),
  after: optional(text('`next` of the page before.', 'WzEsWyIyMDI2…', 1_024)),
})

export const AUTOMATION = [
  Trigger,
  StateRow,
  Guard,
  Delay,
  Deed,
  BuiltInDeed,
  AutomationRule,
  AutomationInput,
  ListedAutomation,
  AutomationList,
  AutomationTrialInput,
  setOffBy,
  ForeseenAct,
  AutomationTrial,
  AutomationEntry,
  AutomationLog,
]
