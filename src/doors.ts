/** Every door of the house, in the order in which they are opened. */
import type { Config } from './config.ts'
import type { Desk } from './desk/desk.ts'
import type { App } from './http/app.ts'

/** What a door may know of the house around it. `baseUrl` answers once the house listens. */
export type Surroundings = { config: Config; baseUrl: () => string; version: string }

/** Puts its routes on the app. */
export type Door = (app: App, desk: Desk, surroundings: Surroundings) => Promise<void> | void

export const DOORS: readonly Door[] = []
