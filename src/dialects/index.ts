/** Every platform that is spoken here. One more is one folder and one line. */
import type { Platforms } from '../desk/platforms.ts'
import type { App } from '../http/app.ts'
import { aftership } from './aftership/index.ts'
import type { Dialect, DialectHouse } from './dialect.ts'
import { settingsTrouble } from './settings.ts'
import { shopee } from './shopee/index.ts'
import { shopflix } from './shopflix/index.ts'
import { shopline } from './shopline/index.ts'

export const DIALECTS: readonly Dialect[] = [shopee, aftership, shopflix, shopline]

/** What the desk needs to know of them. */
export const PLATFORMS: Platforms = DIALECTS.map(({ name, settings, newClient }) => ({
  name,
  settingsTrouble: value => settingsTrouble(settings, value),
  newClient,
}))

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
