/** Every return of the sandbox. Between them they stand in every state there is; a test says so. */
import { carriers } from './carriers.ts'
import { disputes } from './disputes.ts'
import { goodsAndMoney } from './goods-and-money.ts'
import { parcels } from './parcels.ts'
import { particulars } from './particulars.ts'
import { requests } from './requests.ts'
import type { Story } from './story.ts'
import { swapped } from './swaps.ts'
import { turnedRound } from './turned-round.ts'

export const STORIES: readonly Story[] = [
  ...requests,
  ...disputes,
  ...parcels,
  ...goodsAndMoney,
  ...turnedRound,
  ...carriers,
  ...swapped,
  ...particulars,
]
