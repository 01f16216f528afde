import { refuse } from '../../refusal.ts'
import { happened, type Verb } from '../verb.ts'

/** Take back the mark that money went another way; it is owed again. Only an owner may, and says why. */
export const lift: Verb<'lift'> = {
  may: { owner: { settlement: ['elsewhere'] } },
  locks: ['money'],

  decide(_ret, { why }, tray) {
    if (why.trim() === '')
      return refuse('reason_required', { path: 'why', sentence: 'Say why the mark does not hold.' })
    return [happened(tray, 'settlement.unmarked', { why })]
  },
}
