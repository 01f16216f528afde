/** Why something comes back: one closed list, wide enough that every platform's word has a code of its own and comes back as itself. */
export const REASON_CODES = [
  'none',
  'not_received',
  'wrong_item',
  'damaged',
  'physical_damage',
  'defective',
  'wrong_or_damaged',
  'not_as_described',
  'mutual_agreement',
  'other',
  'changed_mind',
  'missing_item',
  'expectation',
  'fake',
  'wrong_color',
  'too_large',
  'too_small',
  'style',
] as const

export type ReasonCode = (typeof REASON_CODES)[number]
