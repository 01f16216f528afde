/** Returns that wait for an answer, got one, or never will. */
import { accepts, approves, cancels, counts, declines, letsKeep, neverSends, neverShows, notes, offers, rejects, reopens, writesTo } from './steps.ts'
import { type Story, together, wants } from './story.ts'

export const requests: Story[] = [
  { title: 'Filed a moment ago', on: '1030', hoursAgo: 1, files: wants(1, 1, 'too_small') },
  { title: 'Two things, no way back chosen yet', on: '1032', hoursAgo: 5, files: { ...together(wants(1, 1, 'style'), wants(2, 1, 'changed_mind')), method: null } },
  { title: 'Wants to keep it for less', on: '1031', hoursAgo: 6, files: wants(1, 1, 'physical_damage', { handling: 'keep', photo: true, comment: 'A scratch on the heel.' }) },
  { title: 'Photos are missing', on: '1034', hoursAgo: 8, files: wants(1, 1, 'damaged', { comment: 'The shade is dented.' }) },
  { title: 'A question to the shopper', on: '1033', hoursAgo: 20, files: wants(1, 1, 'not_as_described'), then: [writesTo('shopper', 'Could you send us a photo of the sole?'), notes('Second return this year.')] },
  { title: 'The shop offers half for keeping it', on: '1036', hoursAgo: 20, files: wants(1, 1, 'expectation'), then: [offers('agent', 'keep', 9000)] },
  { title: 'The shopper asks for more', on: '1037', hoursAgo: 20, files: wants(1, 2, 'expectation'), then: [offers('agent', 'keep', 2000), offers('shopper', 'keep', 4000)] },
  { title: 'An offer that was declined', on: '1038', hoursAgo: 20, files: wants(1, 1, 'style'), then: [offers('agent', 'keep', 2500), declines('shopper')] },
  { title: 'An offer that was accepted', on: '1039', hoursAgo: 20, files: wants(1, 1, 'style'), then: [offers('agent', 'keep', 4500), accepts('shopper')] },
  { title: 'Agreed to send it back for a fixed amount', on: '1035', hoursAgo: 20, files: wants(1, 1, 'defective'), then: [offers('shopper', 'send_back', 3000), accepts('agent')] },
  { title: 'May keep it, money promised', on: '1040', hoursAgo: 12, files: wants(2, 1, 'wrong_or_damaged', { photo: true }), then: [letsKeep] },
  { title: 'Refused', on: '1041', hoursAgo: 30, files: wants(1, 1, 'other', { comment: 'It does not suit my dog.' }), then: [rejects('Worn outside; see the terms, section 4.')] },
  { title: 'Called off by the shopper', on: '1042', hoursAgo: 30, files: wants(1, 1, 'changed_mind'), then: [approves, cancels] },
  { title: 'Photos never came', on: '1043', hoursAgo: 96, files: wants(1, 1, 'damaged'), then: [{ ...neverShows, hours: 73 }] },
  { title: 'Never sent, so the time ran out', on: '1044', hoursAgo: 16 * 24, files: wants(1, 2, 'too_large'), then: [approves, neverSends] },
  { title: 'Goods that came after the time had run out', on: '1045', hoursAgo: 17 * 24, files: wants(1, 1, 'too_large'), then: [approves, neverSends, counts()] },
  { title: 'Taken up again', on: '1046', hoursAgo: 30, files: wants(1, 1, 'too_small'), then: [approves, cancels, reopens] },
]
