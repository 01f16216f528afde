/** Every shape that stands once, under its name, in the reference. */
import type { TSchema } from 'typebox'
import { ASSESSMENT } from './assessment.ts'
import { ASKED } from './commands/asked.ts'
import { PlacedOrder, Replacement } from './commands/settlement.ts'
import { CheckpointInput } from './commands/transit.ts'
import { COMMON } from './common.ts'
import { Event } from './event.ts'
import { HOUSE } from './house.ts'
import { ORDER } from './order.ts'
import { ORDER_INPUT } from './order-input.ts'
import { POLICY } from './policy.ts'
import { RETURN } from './return.ts'
import { ANSWERS } from './answers.ts'
import { SHOP } from './shop.ts'

export const COMPONENTS: TSchema[] = [
  ...COMMON, ...ASKED, CheckpointInput, Replacement, PlacedOrder, ...ASSESSMENT, ...ORDER, ...ORDER_INPUT, ...POLICY, ...SHOP, Event, ...HOUSE, ...RETURN, ...ANSWERS,
]
