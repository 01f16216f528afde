import { happened, type Verb } from '../verb.ts'

/** Mark a return that somebody has to look at, with the reason; null takes the mark off. */
export const flag: Verb<'flag'> = {
  may: { merchant: {} },
  locks: [],

  decide: (_ret, { why }, tray) => [happened(tray, 'return.flagged', { why: why?.trim() || null })],
}
