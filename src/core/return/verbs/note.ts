import { happened, type Verb } from '../verb.ts'

/** The merchant's own note, which the shopper never sees. It replaces the one before; the log keeps both. */
export const note: Verb<'note'> = {
  may: { merchant: {} },
  locks: [],

  decide: (_ret, args, tray) => [happened(tray, 'note.written', { note: args.note?.trim() || null })],
}
