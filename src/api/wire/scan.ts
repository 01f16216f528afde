/** A scan told by the parcel's number. */
import { exactly } from '../../http/schema.ts'
import { CheckpointInput } from './commands/transit.ts'
import { said, the } from './fields.ts'

export const Scan = exactly(
  {
    tracking_number: said('The parcel’s number.', 'JD014600003', 128),
    checkpoint: the(CheckpointInput, 'What the carrier saw.'),
  },
  { $id: 'Scan', description: 'What a carrier saw of a parcel.' },
)
