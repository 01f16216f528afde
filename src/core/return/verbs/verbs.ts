import type { VerbName } from '../commands.ts'
import type { Submit, Verb } from '../verb.ts'
import { accept } from './accept.ts'
import { amend } from './amend.ts'
import { answerClaim } from './answer-claim.ts'
import { approve } from './approve.ts'
import { assign } from './assign.ts'
import { attach } from './attach.ts'
import { authorize } from './authorize.ts'
import { book } from './book.ts'
import { cancel } from './cancel.ts'
import { charge } from './charge.ts'
import { choose } from './choose.ts'
import { claim } from './claim.ts'
import { correct } from './correct.ts'
import { credit } from './credit.ts'
import { decline } from './decline.ts'
import { dispose } from './dispose.ts'
import { dispute } from './dispute.ts'
import { drop } from './drop.ts'
import { entitle } from './entitle.ts'
import { examine } from './examine.ts'
import { exchange } from './exchange.ts'
import { expire } from './expire.ts'
import { extend } from './extend.ts'
import { flag } from './flag.ts'
import { forward } from './forward.ts'
import { grade } from './grade.ts'
import { grant } from './grant.ts'
import { judge } from './judge.ts'
import { label } from './label.ts'
import { lapse } from './lapse.ts'
import { lift } from './lift.ts'
import { match } from './match.ts'
import { message } from './message.ts'
import { note } from './note.ts'
import { offer } from './offer.ts'
import { place } from './place.ts'
import { print } from './print.ts'
import { prove } from './prove.ts'
import { receive } from './receive.ts'
import { refund } from './refund.ts'
import { reject } from './reject.ts'
import { release } from './release.ts'
import { remind } from './remind.ts'
import { reopen } from './reopen.ts'
import { resolve } from './resolve.ts'
import { settle } from './settle.ts'
import { settleElsewhere } from './settle-elsewhere.ts'
import { ship } from './ship.ts'
import { submit } from './submit.ts'
import { tag } from './tag.ts'
import { track } from './track.ts'
import { voidParcel } from './void.ts'
import { withdraw } from './withdraw.ts'
import { withdrawClaim } from './withdraw-claim.ts'

type Table = { [V in Exclude<VerbName, 'submit'>]: Verb<V> } & { submit: Submit }

export const VERBS: Table = {
  accept,
  cancel,
  amend,
  answer_claim: answerClaim,
  approve,
  assign,
  attach,
  claim,
  decline,
  dispute,
  entitle,
  examine,
  expire,
  extend,
  flag,
  judge,
  lapse,
  message,
  note,
  offer,
  prove,
  reject,
  remind,
  reopen,
  resolve,
  submit,
  tag,
  withdraw,
  withdraw_claim: withdrawClaim,
  authorize,
  book,
  charge,
  choose,
  correct,
  credit,
  dispose,
  drop,
  exchange,
  forward,
  grade,
  grant,
  label,
  lift,
  match,
  place,
  print,
  receive,
  refund,
  release,
  settle,
  settle_elsewhere: settleElsewhere,
  ship,
  track,
  void: voidParcel,
}
