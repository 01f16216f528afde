/** Every verb with what it takes; one line each. Routes, the reference and `acts` are made from this table. */
import type { Static, TSchema } from 'typebox'
import type { Commands, VerbName } from '../core/return/commands.ts'
import { AROUND } from './wire/commands/around.ts'
import { COMPENSATION, DISPUTE, NEGOTIATION } from './wire/commands/negotiation.ts'
import { RECEIVING } from './wire/commands/receiving.ts'
import { REQUEST } from './wire/commands/request.ts'
import { EXCHANGE, SETTLEMENT } from './wire/commands/settlement.ts'
import { TRANSIT } from './wire/commands/transit.ts'
import type { HEARD } from './wire/names.ts'

/** `submit` is `POST /v1/returns`; all others are done to a return that exists. */
export type ActVerb = Exclude<VerbName, 'submit'>

export const ARGUMENTS = {
  ...REQUEST,
  ...NEGOTIATION,
  ...DISPUTE,
  ...COMPENSATION,
  ...TRANSIT,
  ...RECEIVING,
  ...SETTLEMENT,
  ...EXCHANGE,
  ...AROUND,
} satisfies Record<ActVerb, TSchema>

/** Under which heading of the reference a verb stands. */
export const CHAPTER_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    Request: REQUEST,
    Negotiation: NEGOTIATION,
    Dispute: DISPUTE,
    Compensation: COMPENSATION,
    Transit: TRANSIT,
    Receiving: RECEIVING,
    Settlement: SETTLEMENT,
    Exchange: EXCHANGE,
    'Around the case': AROUND,
  }).flatMap(([name, verbs]) => Object.keys(verbs).map(verb => [verb, name])),
)

type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name
type House<Name> = Name extends keyof typeof HEARD ? (typeof HEARD)[Name] : Camel<Name>
type Members<Union> = Union extends unknown ? keyof Union : never
type Different<Verb extends ActVerb> =
  | Exclude<Members<Commands[Verb]>, House<Members<Static<(typeof ARGUMENTS)[Verb]>>>>
  | Exclude<House<Members<Static<(typeof ARGUMENTS)[Verb]>>>, Members<Commands[Verb]>>

type Incomplete = { [Verb in ActVerb as [Different<Verb>] extends [never] ? never : Verb]: Different<Verb> }

/** A member that only the core or only the wire knows fails to compile here, and the message names the verb and the member. @public */
export const COMPLETE: [keyof Incomplete] extends [never] ? true : Incomplete = true

/** What a verb does, in one line, and what else is worth knowing. */
export const MEANS: Record<ActVerb, string> = {
  amend: 'Change what was filed, before anything of it was received or granted.',
  cancel: 'Call the return off; its pieces are free again.',
  approve: 'Say yes. With `handling: keep` the money is granted at once.',
  reject: 'Say no; the pieces are free again.',
  expire: 'Close a return whose goods were not sent in time. The clock does it by itself.',
  resolve: 'Close the case. Money is left as it is.',
  reopen: 'Open a closed case again.',
  offer: 'Propose terms to the other side, or counter theirs.',
  accept: 'Accept the other side’s offer.',
  decline: 'Decline the other side’s offer.',
  lapse: 'Somebody’s chance is over. The clock does it by itself.',
  dispute: 'Bring the case before the arbiter.',
  examine: 'The arbiter has what is needed and looks at it.',
  withdraw: 'Take the dispute back.',
  prove: 'Show evidence; it replaces what the same side showed before.',
  judge: 'Decide the dispute.',
  entitle: 'Say whether the merchant may claim compensation.',
  claim: 'Claim compensation from the marketplace.',
  withdraw_claim: 'Take the claim back.',
  answer_claim: 'Answer the claim.',
  choose: 'Choose how the goods travel.',
  label: 'Order a label; it is made outside and reported with `print`.',
  print: 'Report the label that was made, or why it could not be.',
  ship: 'Announce a parcel.',
  correct: 'Mend what is known of a parcel.',
  void: 'Call a parcel off that was not picked up.',
  track: 'Report a scan of the carrier. `POST /v1/tracking` finds the parcel by its number.',
  book: 'Open a drop-off at a counter.',
  drop: 'Report goods handed in at the counter.',
  forward: 'Report a parcel the drop-off provider sent on.',
  receive: 'Count goods in. Said again with the same key, it changes nothing.',
  grade: 'Report what inspection found.',
  dispose: 'Decide where pieces go. Said again with the same key, it changes nothing.',
  match: 'Say that goods without paper belong to this return.',
  grant: 'Promise money. A grant that was not moved yet is replaced.',
  refund: 'Move what was granted to where it goes; grants first when nothing was.',
  credit: 'Give store credit.',
  settle: 'Report what the gateway said about a payout.',
  settle_elsewhere: 'Say that the money went another way.',
  lift: 'Take that mark away again.',
  exchange: 'Say what is wanted instead.',
  place: 'Report the order that was placed for an exchange, or why it could not be.',
  authorize: 'Report that an amount is held.',
  charge: 'Collect from the shopper, or report what the gateway said.',
  release: 'Let a held amount go.',
  extend: 'Move a deadline.',
  remind: 'Say that a deadline is near, or has passed with nothing happening by itself. The clock does it by itself.',
  note: 'Write a note for colleagues.',
  tag: 'Set the tags of the return or of an item.',
  attach: 'Add photos or films to an item.',
  message: 'Write to another side.',
  assign: 'Say who takes care of it.',
  flag: 'Say what is odd about it.',
}

export const ACT_VERBS = Object.keys(ARGUMENTS) as ActVerb[]
