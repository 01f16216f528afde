/** Push management: a partner says where it wants to be told and of what, and fetches what it could not be told. */
import type { App } from '../../http/app.ts'
import type { DialectHouse } from '../dialect.ts'
import { publicCall } from './door.ts'
import { configOf, setConfig } from './push-config.ts'
import { confirmLost, lostPushes } from './push-lost.ts'

/** Behind `/api/v2/push`. */
export function pushRoutes(scope: App, house: DialectHouse): void {
  publicCall(scope, house, 'POST', 'set_app_push_config', (partner, input) => setConfig(house, partner, input))
  publicCall(scope, house, 'GET', 'get_app_push_config', partner => configOf(house, partner))
  publicCall(scope, house, 'GET', 'get_lost_push_message', partner => lostPushes(house, partner))
  publicCall(scope, house, 'POST', 'confirm_consumed_lost_push_message', (partner, input) =>
    confirmLost(house, partner, input),
  )
}
