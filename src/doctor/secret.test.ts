import { expect, test } from 'vitest'
import { seal } from '../desk/sealing.ts'
import { judgeSeals, judgeSecret } from './secret.ts'

const [ours, theirs] = ['a secret that is long enough to be one', 'another secret, and just as long as that']
const sample = {
  label: ['shopee', '1001'],
  sealed: seal({ secret: ours }, Buffer.from('["shopee","1001"]'), { key: 'k' }),
}

test('a secret of the operator’s own is fine, the installation’s is noted', () => {
  expect([judgeSecret({ secret: ours }), judgeSecret({ secret: null })]).toMatchObject([
    [{ level: 'ok' }],
    [{ level: 'note' }],
  ])
})

test('where nothing is sealed there is nothing to try', () => expect(judgeSeals(ours, [])).toEqual([]))

test('the secret that sealed opens, another one is a problem', () => {
  expect(judgeSeals(ours, [sample])).toMatchObject([{ level: 'ok' }])
  expect(judgeSeals(theirs, [sample])).toMatchObject([{ level: 'problem', check: 'seals' }])
})

test('a sealed text that was put in another’s place is a problem', () => {
  expect(judgeSeals(ours, [{ ...sample, label: ['shopee', '1002'] }])).toMatchObject([{ level: 'problem' }])
})
