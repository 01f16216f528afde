import { sideOf } from '../../party.ts'
import { refuse } from '../../refusal.ts'
import { strands } from '../strands/strands.ts'
import { happened, type Verb } from '../verb.ts'
import { holds, type Row } from '../where.ts'

const DISPUTED: Row = { dispute: ['raised', 'judging'] }

/**
 * Show and tell. A later proof of the same side about the same thing takes the place of the earlier one. The merchant's proof does not take the
 * dispute up by itself: there may be more to come until the time is over.
 */
export const prove: Verb<'prove'> = {
  may: {
    merchant: { ...DISPUTED, evidence: ['due', 'given'] },
    shopper: [{ request: ['submitted'] }, DISPUTED],
  },
  locks: [],

  decide(ret, { media, text, about }, tray) {
    if (media.length === 0 && text.trim() === '')
      return refuse('evidence_empty', { sentence: 'Show at least one photo, or say something.', path: 'media' })
    const disputed = holds(DISPUTED, strands(ret))
    return [
      happened(tray, 'evidence.given', {
        evidence: {
          id: tray.fresh(),
          side: sideOf(tray.by.role),
          about: about ?? (disputed ? 'dispute' : 'request'),
          media,
          text,
          at: tray.at,
          replacedBy: null,
        },
      }),
    ]
  },
}
