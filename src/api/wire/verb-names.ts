/** Every verb, in the order the reference lists them. A verb that is missing here, or unknown to the core, does not compile. */
import type { VerbName } from '../../core/return/commands.ts'

const NAMES = {
  submit: true, amend: true, cancel: true, approve: true, reject: true, expire: true, resolve: true, reopen: true,
  offer: true, accept: true, decline: true, lapse: true,
  dispute: true, examine: true, withdraw: true, prove: true, judge: true,
  entitle: true, claim: true, withdraw_claim: true, answer_claim: true,
  choose: true, label: true, print: true, ship: true, correct: true, void: true, track: true, book: true, drop: true, forward: true,
  receive: true, grade: true, dispose: true, match: true,
  grant: true, refund: true, credit: true, settle: true, settle_elsewhere: true, lift: true,
  exchange: true, place: true, authorize: true, charge: true, release: true,
  extend: true, note: true, tag: true, attach: true, message: true, assign: true, flag: true,
} satisfies Record<VerbName, true>

export const VERB_NAMES = Object.keys(NAMES) as [VerbName, ...VerbName[]]
