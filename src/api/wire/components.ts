/** Every shape that stands once, under its name, in the reference. */
import type { TSchema } from 'typebox'
import { Acts, Command } from './acts.ts'
import { ANSWERS } from './answers.ts'
import { ASSESSMENT } from './assessment.ts'
import { AUTOMATION } from './automation.ts'
import { BODIES } from './bodies.ts'
import { Bulk } from './bulk.ts'
import { CLIENT } from './client.ts'
import { ASKED } from './commands/asked.ts'
import { PlacedOrder, Replacement } from './commands/settlement.ts'
import { CheckpointInput } from './commands/transit.ts'
import { COMMON } from './common.ts'
import { Due, Event } from './event.ts'
import { HOUSE } from './house.ts'
import { MAIL } from './mail.ts'
import { ORDER } from './order.ts'
import { ORDER_INPUT } from './order-input.ts'
import { HOLIDAY } from './holiday.ts'
import { POLICY } from './policy.ts'
import { POLICY_SIMULATION } from './policy-simulation.ts'
import { PRIVACY } from './privacy.ts'
import { PRODUCT } from './product.ts'
import { RETURN } from './return.ts'
import { Scan } from './scan.ts'
import { SHOP } from './shop.ts'
import { SHOPPER } from './shopper.ts'
import { SHOPPER_REQUEST } from './shopper-request.ts'
import { SHOPPER_RETURN } from './shopper-return.ts'
import { GroupSubmission, Submission } from './submission.ts'
import { toldOfReaders } from './told-of-readers.ts'
import { WEBHOOKS } from './webhooks.ts'
import { WITHDRAWAL } from './withdrawal.ts'

export const COMPONENTS: TSchema[] = [
  ...COMMON,
  ...ASKED,
  CheckpointInput,
  Replacement,
  PlacedOrder,
  ...ASSESSMENT,
  ...ORDER,
  ...ORDER_INPUT,
  ...POLICY,
  ...POLICY_SIMULATION,
  ...HOLIDAY,
  ...AUTOMATION,
  ...SHOP,
  ...PRODUCT,
  ...CLIENT,
  Due,
  Event,
  ...HOUSE,
  ...WITHDRAWAL,
  ...RETURN,
  ...WEBHOOKS,
  ...MAIL,
  ...ANSWERS,
  ...PRIVACY,
  ...SHOPPER,
  ...SHOPPER_REQUEST,
  ...SHOPPER_RETURN,
  Submission,
  GroupSubmission,
  Command,
  Acts,
  ...Object.values(BODIES),
  Scan,
  Bulk,
].map(toldOfReaders)
