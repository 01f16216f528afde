/** Every shape that stands once, under its name, in the reference. */
import type { TSchema } from 'typebox'
import { Acts, Command } from './acts.ts'
import { ANSWERS } from './answers.ts'
import { ASSESSMENT } from './assessment.ts'
import { BODIES } from './bodies.ts'
import { Bulk } from './bulk.ts'
import { CLIENT } from './client.ts'
import { ASKED } from './commands/asked.ts'
import { PlacedOrder, Replacement } from './commands/settlement.ts'
import { CheckpointInput } from './commands/transit.ts'
import { COMMON } from './common.ts'
import { Due, Event } from './event.ts'
import { HOUSE } from './house.ts'
import { ORDER } from './order.ts'
import { ORDER_INPUT } from './order-input.ts'
import { POLICY } from './policy.ts'
import { PRIVACY } from './privacy.ts'
import { RETURN } from './return.ts'
import { Scan } from './scan.ts'
import { SHOP } from './shop.ts'
import { GroupSubmission, Submission } from './submission.ts'
import { toldOfReaders } from './told-of-readers.ts'
import { WEBHOOKS } from './webhooks.ts'

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
  ...SHOP,
  ...CLIENT,
  Due,
  Event,
  ...HOUSE,
  ...RETURN,
  ...WEBHOOKS,
  ...ANSWERS,
  ...PRIVACY,
  Submission,
  GroupSubmission,
  Command,
  Acts,
  ...Object.values(BODIES),
  Scan,
  Bulk,
].map(toldOfReaders)
