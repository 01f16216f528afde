/** A change that is not a return's: done once per key, in one transaction, with a line in the audit. */
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import { type AuditEntry, insertAudit } from '../db/audit.ts'
import { claimKey, rememberAnswer } from '../db/idempotency.ts'
import { send } from '../db/send.ts'
import { type Transaction, transaction } from '../db/transaction.ts'
import { type Caller, keyOwner } from './caller.ts'
import type { Desk } from './desk.ts'
import { hashOf } from './hash.ts'

/** `request` is what makes two calls the same one. */
export type Keyed = { key?: string; request?: unknown }

class Undone extends Error {
  readonly answer: unknown

  constructor(answer: unknown) {
    super('Nothing is kept of this transaction.')
    this.answer = answer
  }
}

/** Runs `work` in a transaction. A refusal keeps nothing; a repeated key gets the first answer, which must survive being written as JSON. */
export async function once<T>(
  desk: Desk,
  caller: Caller,
  keyed: Keyed,
  work: (tx: Transaction) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  try {
    return await transaction(
      desk.db,
      async tx => {
        const known =
          keyed.key === undefined
            ? null
            : await claimKey(tx, caller.org, keyOwner(caller), keyed.key, hashOf(keyed.request), desk.now())
        if (known) throw new Undone(known.hash === hashOf(keyed.request) ? known.answer : reused())
        const answer = await work(tx)
        if (refused(answer)) throw new Undone(answer)
        if (keyed.key !== undefined) send(rememberAnswer(tx, caller.org, keyOwner(caller), keyed.key, answer))
        return answer
      },
      { retries: 5 },
    )
  } catch (thrown) {
    if (thrown instanceof Undone) return thrown.answer as T | Refusal
    throw thrown
  }
}

const reused = (): Refusal =>
  refuse('key_reused', { sentence: 'This idempotency key was used for another request; take a new key for this one.' })

/** Writes down who changed what. Never give it a secret. */
export function note(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  what: string,
  subject: string,
  detail: AuditEntry['detail'],
): void {
  send(
    insertAudit(tx, { org: caller.org, id: desk.fresh(), at: desk.now(), actor: caller.actor, what, subject, detail }),
  )
}
