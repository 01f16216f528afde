import { expect, test } from 'vitest'
import type { Shop } from '../../../core/shop.ts'
import { reasonHeard } from './reason.ts'

const requires = { photo: false, comment: false }
const shop: Pick<Shop, 'reasons'> = {
  reasons: [
    { code: 'too_small', text: 'Wrong size', subs: [{ code: 'small', text: 'Too small' }], types: [], requires },
    { code: 'other', text: 'Other', subs: [], types: [], requires },
  ],
}

test('the words of the shop are its reason, however they are written', () => {
  expect(reasonHeard(shop, { return_reason: ' wrong SIZE', return_subreason: 'too small' })).toEqual({
    code: 'too_small',
    text: 'wrong SIZE',
    sub: 'small',
    comment: null,
  })
  expect(reasonHeard(shop, { return_reason: 'too_small' })).toMatchObject({ code: 'too_small', sub: null })
})

test('words nobody listed are kept under another reason', () => {
  expect(
    reasonHeard(shop, { return_reason: 'Arrived too late', return_subreason: 'Post', return_reason_comment: 'A week' }),
  ).toEqual({ code: 'other', text: 'Arrived too late', sub: 'Post', comment: 'A week' })
})
