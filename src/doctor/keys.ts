/** Do keys open what they should for a while yet, and can every organisation be managed? */
import type { Instant } from '../core/time.ts'
import type { EndingKey } from '../db/stuck.ts'
import { type Finding, fine, remark, warning } from './finding.ts'
import { daySaid, quoted, since } from './phrases.ts'

export function judgeKeys(ending: readonly EndingKey[], now: Instant): Finding[] {
  if (ending.length === 0) return [fine('keys', 'No key expires within two weeks')]
  return ending.map(key => {
    const { org, name, role, expiresAt, id } = key
    const isOver = expiresAt <= now
    const found = {
      check: 'keys',
      what: isOver
        ? `The key “${name}” of ${org} expired ${since(expiresAt, now)} ago`
        : `The key “${name}” of ${org} expires on ${daySaid(expiresAt)}, in ${since(now, expiresAt)}`,
      why: isOver
        ? 'If a system still uses it, it is being turned away.'
        : 'From then on whatever uses it is turned away.',
      todo: isOver
        ? 'If it was missed, make a new one; if not, revoke it.'
        : 'Make its successor, hand it over, then revoke this one.',
      command: `backhaul keys create --org ${quoted(org)} --name ${quoted(name)} --role ${role}`,
      figures: { key: id, expires_at: expiresAt },
    }
    return isOver ? remark(found) : warning(found)
  })
}

export const judgeOwners = (without: readonly string[]): Finding[] =>
  without.map(org =>
    warning({
      check: 'owners',
      what: `${org} has no owner: nobody who signs in, and no owner’s key that opens`,
      why: 'Nobody can change its shops, keys or people.',
      todo: 'Give it an owner.',
      command: `backhaul users add owner@example.com --role owner --org ${quoted(org)} --generate`,
      figures: { org },
    }),
  )
