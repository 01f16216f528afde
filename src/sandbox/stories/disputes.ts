/** Returns on which the two sides do not agree, and an arbiter has to say. */
import { answersClaim, appeals, approves, claims, counts, entitles, examines, judges, letsKeep, missesTheEvidence, objects, proves, rejects, saysNotReturned, scans, ships, takesBack, takesClaimBack } from './steps.ts'
import { type Story, wants } from './story.ts'

export const disputes: Story[] = [
  { title: 'Objected; evidence is due', on: '1047', hoursAgo: 20, files: wants(1, 1, 'fake'), then: [objects] },
  { title: 'Objected, with evidence', on: '1048', hoursAgo: 20, files: wants(1, 1, 'wrong_item', { photo: true }), then: [objects, proves('agent'), proves('shopper')] },
  { title: 'The evidence came too late; the bench looks into it', on: '1049', hoursAgo: 90, files: wants(1, 1, 'missing_item'), then: [objects, { ...missesTheEvidence, hours: 73 }] },
  { title: 'Before the bench', on: '1050', hoursAgo: 40, files: wants(1, 1, 'not_as_described'), then: [objects, proves('agent'), examines] },
  { title: 'Judged for the shopper, who is paid now', on: '1051', hoursAgo: 60, files: wants(1, 1, 'defective'), then: [objects, proves('agent'), examines, judges('shopper', 'now'), entitles('pending_request')] },
  { title: 'Judged for the shopper, once the goods are back', on: '1052', hoursAgo: 60, files: wants(1, 2, 'defective'), then: [objects, examines, judges('shopper', 'after_goods')] },
  { title: 'Judged for the shop', on: '1053', hoursAgo: 60, files: wants(1, 1, 'not_received'), then: [objects, proves('agent'), examines, judges('merchant', 'nothing')] },
  { title: 'An empty box, taken back', on: '1054', hoursAgo: 60, files: wants(1, 1, 'style'), then: [approves, ships(), scans('picked_up'), scans('delivered'), saysNotReturned, takesBack] },
  { title: 'The shopper appeals against a refusal', on: '1055', hoursAgo: 40, files: wants(1, 1, 'damaged', { photo: true }), then: [rejects('Damaged by the shopper.'), appeals] },
  { title: 'No compensation: the shop pays itself', on: '1056', hoursAgo: 40, files: wants(1, 1, 'mutual_agreement'), then: [letsKeep, entitles('not_required')] },
  { title: 'Not entitled to compensation', on: '1057', hoursAgo: 40, files: wants(1, 1, 'wrong_color'), then: [letsKeep, entitles('not_eligible')] },
  { title: 'Compensation claimed', on: '1058', hoursAgo: 40, files: wants(1, 1, 'physical_damage', { photo: true }), then: [letsKeep, entitles('pending_request'), claims] },
  { title: 'The claim was taken back', on: '1059', hoursAgo: 40, files: wants(1, 1, 'physical_damage', { photo: true }), then: [letsKeep, entitles('pending_request'), claims, takesClaimBack] },
  { title: 'The claim was turned down', on: '1060', hoursAgo: 40, files: wants(1, 1, 'damaged', { photo: true }), then: [letsKeep, entitles('pending_request'), claims, answersClaim(null)] },
  { title: 'The claim was granted', on: '1061', hoursAgo: 60, files: wants(1, 1, 'damaged', { photo: true }), then: [approves, ships(), scans('delivered'), counts(undefined, 'b'), { by: 'agent', says: () => ({ verb: 'grant' }) }, entitles('pending_request'), claims, answersClaim(3000)] },
]
