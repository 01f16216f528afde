/** One line per verb. */
import type { Commands, VerbName } from '../commands.ts'
import type { Event } from '../events.ts'
import type { Refusal } from '../../refusal.ts'
import type { Tray } from '../tray.ts'
import type { Verb } from '../verb.ts'
import { accept } from './accept.ts'
import { cancel } from './cancel.ts'

/** Filing is the one verb that has no return before it. */
export type Submit = Omit<Verb<'submit'>, 'decide'> & { decide: (args: Commands['submit'], tray: Tray) => Event[] | Refusal }

type Table = { [V in Exclude<VerbName, 'submit'>]: Verb<V> } & { submit: Submit }

export const VERBS = { accept, cancel } as unknown as Table
