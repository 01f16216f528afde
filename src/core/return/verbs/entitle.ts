import { starting } from '../deadlines.ts'
import { happened, type Verb } from '../verb.ts'

/** Say whether the merchant may claim compensation from the marketplace for what was granted, and until when. */
export const entitle: Verb<'entitle'> = {
  may: { arbiter: { compensation: ['initial'] }, system: { compensation: ['initial'] } },
  locks: [],

  decide(_ret, { outcome, until = null }, tray) {
    const due = outcome === 'pending_request' ? { ...starting(tray, 'claim'), ...(until && { claim: until }) } : {}
    return [happened(tray, 'compensation.entitled', { outcome, until: due.claim ?? null }, due)]
  },
}
