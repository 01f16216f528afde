import { happened, type Verb } from '../verb.ts'

/** Whose desk the return lies on; nobody's when null. */
export const assign: Verb<'assign'> = {
  may: { merchant: {} },
  locks: [],

  decide: (ret, { to }, tray) => (ret.assignee === to ? [] : [happened(tray, 'return.assigned', { to })]),
}
