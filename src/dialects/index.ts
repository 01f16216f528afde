/** Every platform that is spoken here. One more is one folder and one line. */
import type { FormatTerms, PushFormats } from '../core/push.ts'
import type { Platforms } from '../desk/platforms.ts'
import type { App } from '../http/app.ts'
import { aftership } from './aftership/index.ts'
import { aftershipTelling } from './aftership/push.ts'
import { aftershipOlderTelling } from './aftership/push-older.ts'
import type { Dialect, DialectHouse } from './dialect.ts'
import { settingsTrouble } from './settings.ts'
import { shopee } from './shopee/index.ts'
import { returnUpdates } from './shopee/push.ts'
import { shopflix } from './shopflix/index.ts'
import { shopline } from './shopline/index.ts'
import { shoplineTelling } from './shopline/push.ts'
import type { Language, TellingHouse } from './telling.ts'

export const DIALECTS: readonly Dialect[] = [shopee, aftership, shopflix, shopline]

/** What the desk needs to know of them. */
export const PLATFORMS: Platforms = DIALECTS.map(({ name, settings, newClient }) => ({
  name,
  settingsTrouble: value => settingsTrouble(settings, value),
  newClient,
}))

/** The languages others can be told in, by the names endpoints choose. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  aftership: aftershipTelling,
  aftership_legacy: aftershipOlderTelling,
  shopee: returnUpdates,
  shopline: shoplineTelling,
}

/** What the desk needs to know of them. */
export const FORMAT_TERMS: Readonly<Record<string, FormatTerms>> = Object.fromEntries(
  Object.entries(LANGUAGES).map(([name, { terms }]) => [name, terms]),
)

/** What the deliverer needs. */
export const pushFormats = (house: TellingHouse): PushFormats =>
  Object.fromEntries(Object.entries(LANGUAGES).map(([name, { terms, open }]) => [name, { ...terms, ...open(house) }]))

/**
 * Opens the doors. Each stands where its platform has it, and once more behind its own name (`/shopee/api/v2/…`), for hosts where something else answers at
 * those addresses already.
 */
export async function openDialects(
  app: App,
  house: DialectHouse,
  dialects: readonly Dialect[] = DIALECTS,
): Promise<void> {
  app.decorateRequest('client', null)
  for (const dialect of dialects)
    for (const prefix of ['', `/${dialect.name}`])
      await app.register(async scope => dialect.open(scope as unknown as App, house), { prefix })
}
