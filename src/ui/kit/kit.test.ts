import { describe, expect, test } from 'vitest'
import type { Figure } from '../../core/figure.ts'
import type { Currency } from '../../core/money.ts'
import { formatsFor } from '../formats.ts'
import { speakIn } from '../texts/speak.ts'
import { choices, field, notice, select, stepper, troubleSummary } from './form.ts'
import { moneyBlock } from './money.ts'
import { pieceRow } from './pieces.ts'
import { timeline } from './state.ts'

const say = speakIn('en')
const formats = formatsFor('en', 'Europe/Berlin')
const EUR = 'EUR' as Currency

describe('a field', () => {
  const troubles = [{ field: 'email', text: 'Type your address.' }]

  test('says what is wrong where it is, keeps what was typed, and names its hint', () => {
    const { text } = field(
      { name: 'email', label: 'E-mail', value: '"x"', hint: 'Yours.', required: true },
      say,
      troubles,
    )
    expect(text).toContain('aria-describedby="email-trouble email-hint"')
    expect(text).toContain('aria-invalid="true"')
    expect(text).toContain('id="email-trouble"')
    expect(text).toContain('value="&quot;x&quot;"')
    expect(text).not.toContain('optional')
  })

  test('that may be left empty says so', () => {
    expect(field({ name: 'a', label: 'A' }, say).text).toContain('<small>optional</small>')
  })

  test('the summary leads to each, and is not there when nothing is wrong', () => {
    expect(troubleSummary(troubles, say)?.text).toContain('<a href="#email">Type your address.</a>')
    expect(troubleSummary([], say)).toBeNull()
  })

  test('with a list has chosen what was chosen before', () => {
    const options = ['a', 'b'].map(value => ({ value, label: value }))
    const { text } = select({ name: 's', label: 'S', value: 'b', options, empty: 'Choose …', required: true }, say)
    expect(text).toContain('<option value="b" selected>')
    expect(text).toContain('<option value="">Choose …</option>')
  })

  test('for a number works without its buttons, which say what they do', () => {
    const { text } = stepper({ name: 'q', label: 'Shirt', value: 1, max: 3 }, say)
    expect(text).toContain(
      '<input type="number" inputmode="numeric" id="q" name="q" value="1" min="0" max="3" step="1"',
    )
    expect(text.match(/class="needs-script"/g)).toHaveLength(2)
    expect(text).toContain('aria-label="One more: Shirt"')
  })
})

test('a choice that cannot be made is there, and cannot be made', () => {
  const { text } = choices(
    'get',
    'What?',
    [{ value: 'a', label: 'A', disabled: true }],
    [{ field: 'get', text: 'Choose.' }],
  )
  expect(text).toContain('value="a" disabled>')
  expect(text).toContain('aria-describedby="get-trouble"')
})

test('a piece that cannot come back stays visible and says why', () => {
  const { text } = pieceRow({ id: 'x', picture: null, title: '<b>Shirt</b>', why: 'It is final sale.' })
  expect(text).toContain('piece shut')
  expect(text).toContain('&lt;b&gt;Shirt&lt;/b&gt;')
  expect(text).toContain('It is final sale.')
  expect(text).toContain('article-drawing')
})

test('each meaning has a drawing of its own beside its words', () => {
  const drawn = (['waiting', 'good', 'stopped', 'information'] as const).map(
    meaning => /<svg.*<\/svg>/.exec(notice(meaning, 'Words').text)?.[0],
  )
  expect(new Set(drawn).size).toBe(4)
})

test('who listens to the line of time hears what is done, now and next', () => {
  const { text } = timeline(
    [
      { phase: 'done', what: 'Sent', at: '1 Dec', datetime: '2026-12-01' },
      { phase: 'now', what: 'Arrives' },
      { phase: 'next', what: 'Money' },
    ],
    say,
  )
  expect(text.match(/class="unseen">\w+/g)).toEqual(['Done', 'Now', 'Next'].map(word => `class="unseen">${word}`))
  expect(text).toContain('aria-current="step"')
  expect(text).toContain('<time datetime="2026-12-01">')
})

describe('a sum of money', () => {
  const two = (amountMinor: number) => {
    const amount = { amountMinor, currency: EUR }
    return { shop: amount, presentment: amount }
  }

  test('unfolds into what it is made of, parts of a kind together and a tax inside the price apart', () => {
    const figure: Figure = {
      total: two(6500),
      parts: [
        { kind: 'goods', amount: two(5000) },
        { kind: 'goods', amount: two(2000) },
        { kind: 'tax', amount: two(1038), included: true },
        { kind: 'restocking_fee', amount: two(-500) },
        { kind: 'bonus', amount: two(0) },
      ],
    }
    const { text } = moneyBlock('You get back', figure, say, formats)
    expect(text).toContain('<details')
    expect([...text.matchAll(/<dt>([^<]*)<\/dt><dd><span class="amount">([^<]*)</g)].map(([, ...row]) => row)).toEqual([
      ['Price', '€70.00'],
      ['Of which tax', '€10.38'],
      ['Restocking fee', '-€5.00'],
    ])
  })

  test('of one part does not unfold', () => {
    const figure = { total: two(5000), parts: [{ kind: 'goods', amount: two(5000) }] } satisfies Figure
    expect(moneyBlock('You get back', figure, say, formats).text).not.toContain('details')
  })
})
