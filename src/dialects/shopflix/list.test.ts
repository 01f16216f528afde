import { describe, expect, test } from 'vitest'
import type { Currency } from '../../core/money.ts'
import { whereRead, read } from '../../core/return/reading.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { holds } from '../../core/return/where.ts'
import { openDoor, TO } from './testing.ts'
import { status, type StatusLetter } from './words.ts'

const door = await openDoor()
const { ask, golden } = door

describe('a list', () => {
  // conforms: endpoint get_returns
  test('without filters has every key as the platform shows it, newest first', async () => {
    expect((await golden('list-empty', '/returns')).json).toEqual({
      params: { page: 1, items_per_page: 10, total_items: 0, status: null, date_from: null, date_to: null },
      orders: [],
    })
    const first = await door.file(await door.bought('3256'))
    door.clock.forward(1)
    const second = await door.file(await door.bought('3257'))
    await TO.T(door, first)
    const { json, reply } = await golden('list', '/returns?page=1&itemsPerPage=10')
    expect(reply.headers['content-type']).toMatch(/^application\/json/)
    // conforms: field get_returns params.page, params.items_per_page, params.total_items, params.status, params.date_from, params.date_to
    expect(json.params).toEqual({
      page: 1,
      items_per_page: 10,
      total_items: 2,
      status: null,
      date_from: null,
      date_to: null,
    })
    // conforms: field get_returns orders[].return_order_id, orders[].return_order_reference, orders[].order_id, orders[].order_reference
    // conforms: field get_returns orders[].timestamp, orders[].firstname, orders[].lastname, orders[].email, orders[].phone, orders[].status, orders[].total
    expect(json.orders).toEqual([
      {
        return_order_id: 3257,
        return_order_reference: `GR--3257--MER78-R${second.serial}`,
        order_id: 3257,
        order_reference: 'GR--3257--MER78',
        timestamp: 1_773_147_600,
        firstname: 'Maria',
        lastname: 'Williams',
        email: 'maria.williams@example.com',
        phone: '',
        status: 'U',
        total: '23.46',
      },
      {
        return_order_id: 3256,
        return_order_reference: `GR--3256--MER78-R${first.serial}`,
        order_id: 3256,
        order_reference: 'GR--3256--MER78',
        timestamp: 1_773_144_000,
        firstname: 'Maria',
        lastname: 'Williams',
        email: 'maria.williams@example.com',
        phone: '',
        status: 'T',
        total: '23.46',
      },
    ])
  })

  // conforms: enum ReturnStatus.U, ReturnStatus.A, ReturnStatus.T, ReturnStatus.V, ReturnStatus.W, ReturnStatus.X
  test.each(Object.keys(TO) as StatusLetter[])(
    'by %s finds what stands there, and says the letter back',
    async letter => {
      const before = (await ask(`/returns?status=${letter}`)).json.params.total_items
      const ret = await door.file(await door.bought(`4${letter.charCodeAt(0)}`))
      await TO[letter](door, ret)
      const { json } = await golden(`list-status-${letter.toLowerCase()}`, `/returns?status=${letter}&itemsPerPage=1`)
      expect(json.params).toMatchObject({ status: letter, total_items: before + 1 })
      expect(json.orders.map((row: any) => row.status)).toEqual([letter])
      const { json: all } = await ask(`/returns?status=${letter}&itemsPerPage=100`)
      const found = all.orders.map((row: any) => row.return_order_reference)
      expect(found).toContain(door.reference(ret, `4${letter.charCodeAt(0)}`))
      expect(found).toHaveLength(before + 1)
    },
  )

  test.each(['Q', 'v', 'G', 'toString', '%F0%9F%93%A6'])('by %s finds nothing and is no mistake', async letter => {
    const { json, reply } = await ask(`/returns?status=${letter}`)
    expect(reply.status).toBe(200)
    expect(json).toMatchObject({ params: { total_items: 0, status: decodeURIComponent(letter) }, orders: [] })
  })

  test('of a shop shows nothing of another one', async () => {
    const { json } = await golden('list-stranger', '/returns', { as: door.strangers.shopflix })
    expect(json.orders).toEqual([])
    expect(json.params.total_items).toBe(0)
  })
})

test('a letter asked for in the database is the letter said of the return', async () => {
  for (const letter of Object.keys(status) as StatusLetter[]) {
    const { json } = await ask(`/returns?status=${letter}&itemsPerPage=100`)
    for (const row of json.orders) expect(row.status).toBe(letter)
    const wanted = whereRead(status, [letter])
    const ret = await door.file(await door.bought(`77${letter.charCodeAt(0)}`))
    expect(holds(wanted, strands(ret))).toBe(read(status, strands(ret)) === letter)
  }
})

describe('dates', () => {
  const NOON = '2026-03-10'
  const rowsOf = async (query: string) => {
    const { json } = await ask(`/returns?itemsPerPage=100&${query}`)
    return { rows: json.orders.map((row: any) => row.return_order_reference), params: json.params }
  }

  test('name the same window in every form clients send', async () => {
    const window = await rowsOf(`date_from=${NOON}&date_to=${NOON}`)
    expect(window.rows.length).toBeGreaterThan(1)
    for (const [from, to] of [
      ['2026-03-10T00:00:00', '2026-03-10T23:59:59'],
      ['2026-03-10%2000:00:00', '2026-03-10+23:59:59'],
      ['1773100800', '1773187199'],
    ])
      expect(await rowsOf(`date_from=${from}&date_to=${to}`)).toEqual(window)
    expect(window.params).toMatchObject({ date_from: '2026-03-10 00:00:00', date_to: '2026-03-10 23:59:59' })
  })

  test('both count themselves, down to the second', async () => {
    const all = await rowsOf('')
    const { json } = await ask('/returns?itemsPerPage=100')
    const oldest = json.orders.at(-1).timestamp
    expect((await rowsOf(`date_from=${oldest}`)).rows).toEqual(all.rows)
    expect((await rowsOf(`date_from=${oldest + 1}`)).rows).not.toContain(all.rows.at(-1))
    expect((await rowsOf(`date_to=${oldest}`)).rows).toContain(all.rows.at(-1))
    expect((await rowsOf(`date_to=${oldest - 1}`)).rows).toEqual([])
    expect((await rowsOf('date_from=2026-03-11&date_to=2026-03-09')).rows).toEqual([])
    expect((await rowsOf('date_from=&date_to=')).params).toMatchObject({ date_from: null, date_to: null })
  })

  test('from before there were returns and to the end of time are no mistakes', async () => {
    const all = await rowsOf('')
    expect((await rowsOf('date_from=0001-01-01T00:00:00&date_to=9999-12-31T23:59:59')).rows).toEqual(all.rows)
    expect((await rowsOf('date_to=99999999999999')).rows).toEqual(all.rows)
  })

  test('are recorded as the platform’s example has them', async () => {
    await golden('list-dates', '/returns?date_from=2022-01-01&date_to=2022-01-05')
  })

  // conforms: error get_returns {parameter} is not a date…
  test.each(['date_from=yesterday', 'date_to=2026-02-30', 'date_from=2026-03-10T99:00:00', 'date_to=1e9'])(
    '%s is refused in a sentence',
    async query => {
      const { reply, json } = await ask(`/returns?${query}`)
      expect(reply.status).toBe(400)
      expect(json).toEqual({ message: expect.stringContaining('is not a date') })
    },
  )

  test('that cannot be read are recorded', async () => {
    await golden('list-unreadable-date', '/returns?date_from=yesterday')
  })
})

describe('pages', () => {
  test.each([
    ['itemsPerPage=1000', 100],
    ['items_per_page=5', 5],
    ['itemsPerPage=3&items_per_page=5', 3],
    ['itemsPerPage=0', 10],
    ['itemsPerPage=-4', 10],
    ['itemsPerPage=ten', 10],
    ['itemsPerPage=2.5', 10],
    ['itemsPerPage=', 10],
    ['itemsPerPage=4&itemsPerPage=7', 7],
  ])('%s gives at most %i rows', async (query, size) => {
    const { json } = await ask(`/returns?${query}`)
    expect(json.params.items_per_page).toBe(size)
    expect(json.orders.length).toBeLessThanOrEqual(size)
  })

  test.each([
    ['page=0', 1],
    ['page=-1', 1],
    ['page=two', 1],
    ['page=', 1],
    ['page=999999999999999999999', 1],
    ['page=999', 999],
    ['page=999999999999999', 999_999_999_999_999],
  ])('%s is page %i', async (query, page) => {
    const { json, reply } = await ask(`/returns?${query}`)
    expect(reply.status).toBe(200)
    expect(json.params.page).toBe(page)
    if (page > 1) expect(json.orders).toEqual([])
    expect(json.params.total_items).toBeGreaterThan(5)
  })

  test('together hold every return once, in one order, though many were filed in the same moment', async () => {
    const { json } = await ask('/returns?itemsPerPage=100')
    const all = json.orders.map((row: any) => row.return_order_reference)
    const paged: string[] = []
    for (let page = 1; page <= Math.ceil(all.length / 4); page++)
      paged.push(
        ...(await ask(`/returns?page=${page}&itemsPerPage=4`)).json.orders.map(
          (row: any) => row.return_order_reference,
        ),
      )
    expect(paged).toEqual(all)
    expect(new Set(all).size).toBe(json.params.total_items)
  })

  test('are recorded past the end', async () => {
    await golden('list-past-the-end', '/returns?page=999')
  })
})

test('returns in another currency are neither listed, nor counted, nor found', async () => {
  const before = (await ask('/returns')).json.params.total_items
  const ret = await door.file(await door.bought('8801', { currency: 'USD' as Currency }))
  const euros = await door.file(await door.bought('8802'))
  const { json } = await ask('/returns?itemsPerPage=100')
  expect(json.params.total_items).toBe(before + 1)
  const listed = json.orders.map((row: any) => row.return_order_reference)
  expect(listed).toContain(door.reference(euros, '8802'))
  expect(listed).not.toContain(door.reference(ret, '8801'))
  for (const named of [door.reference(ret, '8801'), '8801']) {
    expect((await ask(`/returns/${named}`)).reply.status).toBe(400)
    expect((await ask(`/returns/${named}`, { method: 'PUT', body: { status: 'V' } })).json).toEqual({
      message: `The return with id ${named} was not found`,
    })
  }
})

test('a slash at the end changes nothing', async () => {
  expect((await ask('/returns/?status=T')).json).toEqual((await ask('/returns?status=T')).json)
})

test('the door stands behind its own name as well', async () => {
  const { reply } = await door.send({
    url: '/shopflix/api/returns',
    headers: { authorization: (await ask('/returns')).request.headers.authorization as string },
  })
  expect(JSON.parse(reply.body)).toEqual((await ask('/returns')).json)
})
