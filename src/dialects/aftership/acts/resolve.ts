/** Closing the case; money is left as it is. */
import type { DialectHouse } from '../../dialect.ts'
import { accepted, type Handler } from '../door.ts'
import { sayReturn, toReader } from '../say.ts'
import { changingCall } from './change.ts'

export const resolve = (house: DialectHouse): Handler =>
  changingCall(house, request => ({
    choose: () => [{ verb: 'resolve' }],
    // The platform answers 200 here, with the meta of 202.
    say: acted => accepted(sayReturn(acted, toReader(house, request)), 200),
  }))
