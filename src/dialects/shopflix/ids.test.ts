import { describe, expect, test } from 'vitest'
import { numberIn, serialIn } from './ids.ts'
import { openDoor } from './testing.ts'

const door = await openDoor()
const { ask } = door
const found = async (named: string) => (await ask(`/returns/${named}`)).json.return_order_reference

describe('a reference', () => {
  test('that was said leads back to its return, and no other text does', async () => {
    const ret = await door.file(await door.bought('3256'))
    const reference = door.reference(ret, '3256')
    expect(await found(reference)).toBe(reference)
    for (const wrong of [
      `GR--3257--MER78-R${ret.serial}`,
      `DE--3256--MER78-R${ret.serial}`,
      `GR--3256--MER79-R${ret.serial}`,
      `GR--3256--MER78-R0${ret.serial}`,
      `GR--3256--MER78-R${ret.serial + 1}`,
      'GR--3256--MER78',
      reference.toLowerCase(),
      `${reference}x`,
    ])
      expect(await found(wrong), wrong).toBeUndefined()
  })

  test('tells the returns of one order apart by the counter at its end', async () => {
    const order = await door.bought('3300')
    const [one, other] = [await door.file(order), await door.file(order)]
    expect(await found(door.reference(one, '3300'))).toBe(door.reference(one, '3300'))
    expect(await found(door.reference(other, '3300'))).toBe(door.reference(other, '3300'))
  })
})

describe('a number', () => {
  test('is that of the order, and enough while the order has one return', async () => {
    const order = await door.bought('3400')
    const one = await door.file(order)
    expect(await found('3400')).toBe(door.reference(one, '3400'))
    await door.file(order)
    expect(await ask('/returns/3400')).toMatchObject({
      reply: { status: 400 },
      json: { message: 'The return with id 3400 was not found' },
    })
  })

  test('is taken from the shop’s own id where people type something else', async () => {
    const ret = await door.file(await door.bought('SO/2026/17', { externalId: '771' }))
    expect(await found('771')).toBe(door.reference(ret, '771'))
  })

  test('is that of the order’s first return where neither is a number', async () => {
    const order = await door.bought('A-17')
    const one = await door.file(order)
    const number = String(one.serial)
    expect(await found(number)).toBe(door.reference(one, number))
    const other = await door.file(order)
    expect(await found(door.reference(other, number))).toBe(door.reference(other, number))
    expect(await found(number)).toBeUndefined()
  })

  test('that two orders have names no return', async () => {
    await door.file(await door.bought('3500', { externalId: 'first' }))
    await door.file(await door.bought('3500', { externalId: 'second' }))
    expect(await found('3500')).toBeUndefined()
  })

  test.each(['0', '007', '2147483648', '99999999999', '1e3', '-3', '3.0', '٣'])('%s is none', async text => {
    expect(numberIn(text)).toBeNull()
    expect(await found(encodeURIComponent(text))).toBeUndefined()
  })
})

test.each([
  ['GR--3256--MER78-R153', 153],
  ['GR--3256--MER78', null],
  ['GR--3256--MER78-R0', null],
  ['GR--3256--MER78-R9999999999999999999', null],
  ['3256', null],
])('%s ends with the counter %j', (reference, serial) => {
  expect(serialIn(reference)).toBe(serial)
})
