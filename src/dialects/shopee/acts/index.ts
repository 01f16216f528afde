/** Every call that changes something, on one screen. */
import type { App } from '../../../http/app.ts'
import { acceptUploads } from '../../../http/multipart.ts'
import type { DialectHouse } from '../../dialect.ts'
import { publicCall, shopCall } from '../door.ts'
import type { Saying } from '../envelope.ts'
import { isNo } from '../errors.ts'
import type { ShopeeCall } from '../refusals.ts'
import { acceptOffer } from './accept-offer.ts'
import { cancelDispute } from './cancel-dispute.ts'
import { type Act, snIn } from './change.ts'
import { confirm } from './confirm.ts'
import { convertImage } from './convert-image.ts'
import { dispute } from './dispute.ts'
import { offer } from './offer.ts'
import { MOST_BYTES } from './pictures.ts'
import { MOST_IMAGES, uploadImage } from './upload-image.ts'
import { uploadProof } from './upload-proof.ts'
import { uploadShippingProof } from './upload-shipping-proof.ts'

/** Some calls say "success" beside their answer; clients of the others take any text there for a failure. */
const SUCCESS: Saying = { message: 'success' }

/** Files beyond the first are taken and not kept. */
const FILES_TAKEN = 9

/** Stands behind `/api/v2/returns`. */
export function actRoutes(scope: App, house: DialectHouse): void {
  const acting = (call: ShopeeCall, act: Act, saying?: Saying) =>
    shopCall(
      scope,
      house,
      'POST',
      call,
      (client, input, request) => {
        const sn = snIn(call, input.return_sn)
        return isNo(sn) ? sn : act({ house, client, call, sn, input, request })
      },
      saying,
    )

  acting('confirm', confirm)
  acting('offer', offer)
  acting('accept_offer', acceptOffer)
  acting('dispute', dispute)
  acting('upload_proof', uploadProof, SUCCESS)
  acting('cancel_dispute', cancelDispute)
  acting('upload_shipping_proof', uploadShippingProof, SUCCESS)
  void scope.register(async forms => {
    await acceptUploads(forms, { maxFileBytes: MOST_BYTES, maxFiles: FILES_TAKEN })
    shopCall(
      forms,
      house,
      'POST',
      'convert_image',
      (client, _input, request) => convertImage(house, client, request),
      SUCCESS,
    )
  })
}

/** Stands behind `/api/v2/media`. */
export function mediaRoutes(scope: App, house: DialectHouse): void {
  void scope.register(async forms => {
    await acceptUploads(forms, { maxFileBytes: MOST_BYTES, maxFiles: MOST_IMAGES })
    publicCall(forms, house, 'POST', 'upload_image', (partner, _input, request) => uploadImage(house, partner, request))
  })
}
