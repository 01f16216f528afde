/** The times a list is asked about: at most fifteen days, and from where to where when only one end is said. */
import { epochMs, type Instant, instantOf } from '../../../core/time.ts'
import type { Input } from '../door.ts'
import { isNo, no, type ShopeeNo, wrong } from '../errors.ts'

/** `before` is the second after the last one asked for: both ends are meant to be in. */
export type Window = { from: Instant; before: Instant }

type Name = 'create_time' | 'update_time'

const LONGEST_SECONDS = 15 * 24 * 3600

/** The platform's own sentences, odd names in them included. */
const TOO_LONG: Record<Name, ShopeeNo> = {
  create_time: no('error_param', 'The period between create_time_from and created_time_of must not more than 15 days.'),
  update_time: no('error_param', 'The period between update_time_from and update_time_to must not more than 15 days.'),
}
const BACKWARDS: Record<Name, ShopeeNo> = {
  create_time: no('error_param', 'The create_time_to should be later than create_time_from.'),
  update_time: no('error_param', 'The update_time_to should be later than update_time_from.'),
}
const TOO_EARLY = no('error_param', 'The update_time_from must be after create_time_from.')

export type Windows = { created: Window | null; updated: Window | null }

export function windowsIn(input: Input, now: Instant): Windows | ShopeeNo {
  const created = windowIn(input, 'create_time', now)
  if (isNo(created)) return created
  const updated = windowIn(input, 'update_time', now)
  if (isNo(updated)) return updated
  return created && updated && updated.from < created.from ? TOO_EARLY : { created, updated }
}

function windowIn(input: Input, name: Name, now: Instant): Window | null | ShopeeNo {
  const said = { from: secondIn(input, `${name}_from`), to: secondIn(input, `${name}_to`) }
  if (isNo(said.from)) return said.from
  if (isNo(said.to)) return said.to
  if (said.from === null && said.to === null) return null
  const to = said.to ?? Math.floor(epochMs(now) / 1000)
  const from = said.from ?? Math.max(0, to - LONGEST_SECONDS)
  if (to < from) return BACKWARDS[name]
  return to - from > LONGEST_SECONDS ? TOO_LONG[name] : { from: at(from), before: at(to + 1) }
}

/** Absent and empty are one. */
function secondIn(input: Input, name: string): number | null | ShopeeNo {
  const text = input[name] ?? ''
  if (text === '') return null
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : wrong(`invalid ${name}`)
}

const at = (seconds: number): Instant => instantOf(seconds * 1000)
