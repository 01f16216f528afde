/** What the counter must know of the doors that speak a platform's language. The wiring hands it in, so that nothing here knows a platform by name. */
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'

/** A new client as it is kept: found by `name`, proving itself with `secret`. */
export type NewClient = { name: string; secret: Record<string, unknown> }

export type Platform = {
  /** As it stands in `shop.dialects` and with credentials. */
  name: string
  /** What is wrong with a shop's settings for it, by path inside the value; empty when nothing is. */
  settingsTrouble(value: unknown): readonly { path: string; message: string }[]
  /** Names and secrets for one more client of a shop. `wish` is what people may choose themselves, such as a user name. */
  newClient(shop: Shop, wish: Readonly<Record<string, unknown>>): NewClient | Refusal
}

export type Platforms = readonly Platform[]

/** What is wrong with the settings of any platform. One nobody speaks here is a misspelling. */
export function platformTrouble(platforms: Platforms, settings: Record<string, unknown>): Refusal | null {
  for (const [name, value] of Object.entries(settings)) {
    const platform = platforms.find(known => known.name === name)
    if (!platform)
      return refuse('invalid', {
        path: `dialects.${name}`,
        sentence: `Nothing called ${name} is spoken here; there are ${platforms.map(known => known.name).join(', ')}.`,
      })
    const [first, ...more] = platform.settingsTrouble(value)
    if (first === undefined) continue
    const at = (path: string) => (path === '' ? `dialects.${name}` : `dialects.${name}.${path}`)
    return refuse('invalid', {
      path: at(first.path),
      sentence: first.message,
      errors: [first, ...more].map(({ path, message }) => ({ path: at(path), message })),
    })
  }
  return null
}
