/** Saying no, with the reason the shopper reads. */
import type { DialectHouse } from '../../dialect.ts'
import { accepted, type Handler } from '../door.ts'
import { sayReturn, toReader } from '../say.ts'
import { changingCall } from './change.ts'
import type { RejectIn } from './wire.ts'

export const reject = (house: DialectHouse): Handler =>
  changingCall(house, request => ({
    choose: () => [{ verb: 'reject', reason: (request.body as RejectIn).reject_reason }],
    paths: () => 'reject_reason',
    // The platform answers 200 here, with the meta of 202.
    say: acted => accepted(sayReturn(acted, toReader(house, request)), 200),
  }))
