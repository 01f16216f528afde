/** What people write in their own words has an end. */
import type { Trouble } from '../../ui/kit/trouble.ts'
import type { Following } from './follow-open.ts'

export const LONGEST_WORDS = 4_000

/** Null when it is short enough, and there where it must be. */
export function wordsFaulty(
  text: string,
  field: string,
  { say }: Pick<Following, 'say'>,
  { needed = false }: { needed?: boolean } = {},
): Trouble | null {
  if (text.length > LONGEST_WORDS)
    return { field, text: say('follow.refusal.words_too_long', { count: LONGEST_WORDS }) }
  return needed && text === '' ? { field, text: say('follow.refusal.words_missing') } : null
}
