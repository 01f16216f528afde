/** Every page of the portal, on one screen. */
import { amend, amendForm } from './pages/amend.ts'
import { cancel, cancelForm } from './pages/cancel.ts'
import { catalogue, catalogueForm } from './pages/catalogue.ts'
import { check, checkForm } from './pages/check.ts'
import { code, codeForm } from './pages/code.ts'
import { dispute, disputeForm, disputeWithdraw, disputeWithdrawForm } from './pages/dispute.ts'
import { calendarFile, codePage, codePdfFile, codePicture, labelFile, slipPdfFile } from './pages/documents.ts'
import { done } from './pages/done.ts'
import { evidence, evidenceForm } from './pages/evidence.ts'
import { find, findForm } from './pages/find.ts'
import { follow, followChanged } from './pages/follow.ts'
import { get, getEstimate, getForm } from './pages/get.ts'
import { gone } from './pages/gone.ts'
import { message, messageForm } from './pages/message.ts'
import { moreOrders, moreOrdersForm } from './pages/more-orders.ts'
import { offer, offerForm } from './pages/offer.ts'
import { orders } from './pages/orders.ts'
import { pay, rehearsal, rehearsalForm } from './pages/pay.ts'
import { photosForm, removePhotoForm } from './pages/photos.ts'
import { pieces, piecesForm } from './pages/pieces.ts'
import { method, methodForm, ship, shipForm } from './pages/ship.ts'
import { slip } from './pages/slip.ts'
import { start } from './pages/start.ts'
import { travel, travelEstimate, travelForm } from './pages/travel.ts'
import { why, whyForm } from './pages/why.ts'
import { withdraw, withdrawChange, withdrawConfirm, withdrawForm, withdrawn } from './pages/withdraw.ts'
import type { Page } from './visit.ts'

/** `nobody`: open to all. `shopper`: whoever has proved an order; others are led to where that is done. */
export type Route = { method: 'GET' | 'POST'; path: string; needs: 'nobody' | 'shopper'; page: Page; uploads?: true }

const open = (method: Route['method'], path: string, page: Page): Route => ({ method, path, needs: 'nobody', page })
const proved = (method: Route['method'], path: string, page: Page): Route => ({ method, path, needs: 'shopper', page })

export const ROUTES: readonly Route[] = [
  open('GET', '/', find),
  open('POST', '/', findForm),
  open('GET', '/code', code),
  open('POST', '/code', codeForm),
  open('POST', '/gone', gone),
  proved('GET', '/orders', orders),
  proved('GET', '/return/:draft/get', get),
  proved('POST', '/return/:draft/get', getForm),
  proved('POST', '/return/:draft/get/estimate', getEstimate),
  proved('GET', '/return/:draft/catalogue', catalogue),
  proved('POST', '/return/:draft/catalogue', catalogueForm),
  proved('GET', '/return/:draft/travel', travel),
  proved('POST', '/return/:draft/travel', travelForm),
  proved('POST', '/return/:draft/travel/estimate', travelEstimate),
  proved('GET', '/return/:draft/check', check),
  proved('POST', '/return/:draft/check', checkForm),
  proved('GET', '/return/:draft/done', done),
  proved('GET', '/returns/:number/pay', pay),
  proved('GET', '/returns/:number/pay/rehearsal', rehearsal),
  proved('POST', '/returns/:number/pay/rehearsal', rehearsalForm),
  proved('GET', '/returns/:number', follow),
  proved('GET', '/returns/:number/changed', followChanged),
  proved('GET', '/returns/:number/offer', offer),
  proved('POST', '/returns/:number/offer', offerForm),
  proved('GET', '/returns/:number/evidence', evidence),
  proved('POST', '/returns/:number/evidence', evidenceForm),
  proved('GET', '/returns/:number/message', message),
  proved('POST', '/returns/:number/message', messageForm),
  proved('GET', '/returns/:number/amend', amend),
  proved('POST', '/returns/:number/amend', amendForm),
  proved('GET', '/returns/:number/method', method),
  proved('POST', '/returns/:number/method', methodForm),
  proved('GET', '/returns/:number/ship', ship),
  proved('POST', '/returns/:number/ship', shipForm),
  proved('GET', '/returns/:number/dispute', dispute),
  proved('POST', '/returns/:number/dispute', disputeForm),
  proved('GET', '/returns/:number/dispute/withdraw', disputeWithdraw),
  proved('POST', '/returns/:number/dispute/withdraw', disputeWithdrawForm),
  proved('GET', '/returns/:number/cancel', cancel),
  proved('POST', '/returns/:number/cancel', cancelForm),
  proved('GET', '/returns/:number/slip', slip),
  proved('GET', '/returns/:number/documents/slip.pdf', slipPdfFile),
  proved('GET', '/returns/:number/documents/label/:shipment', labelFile),
  proved('GET', '/returns/:number/documents/code', codePage),
  proved('GET', '/returns/:number/documents/code.pdf', codePdfFile),
  proved('GET', '/returns/:number/documents/calendar.ics', calendarFile),
  proved('GET', '/returns/:number/documents/:picture', codePicture),
  open('GET', '/withdraw', withdraw),
  open('POST', '/withdraw', withdrawForm),
  open('POST', '/withdraw/change', withdrawChange),
  open('POST', '/withdraw/confirm', withdrawConfirm),
  open('GET', '/withdraw/:declaration', withdrawn),
  proved('POST', '/orders/:order/start', start),
  proved('GET', '/return/:draft/pieces', pieces),
  proved('POST', '/return/:draft/pieces', piecesForm),
  proved('GET', '/return/:draft/orders', moreOrders),
  proved('POST', '/return/:draft/orders', moreOrdersForm),
  proved('GET', '/return/:draft/why', why),
  proved('POST', '/return/:draft/why', whyForm),
  proved('POST', '/return/:draft/photos', photosForm),
  proved('POST', '/return/:draft/photos/remove', removePhotoForm),
]
