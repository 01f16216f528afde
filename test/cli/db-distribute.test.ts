import { expect, test } from 'vitest'
import { emptyDatabase, freshDatabase } from '../kit/database.ts'
import { backhaul, urlOf } from './in-process.ts'

const { target } = await freshDatabase()
const environment = { DATABASE_URL: urlOf(target) }

test('without Citus it says what is missing and changes nothing', async () => {
  const { code, stdout, stderr } = await backhaul(['db', 'distribute'], environment)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^backhaul: This PostgreSQL has no Citus\./)
})

test('a dry run shows every statement all the same', async () => {
  const { code, stdout, stderr } = await backhaul(['db', 'distribute', '--dry-run'], environment)
  expect(code).toBe(1)
  expect(stderr).toContain('has no Citus')
  expect(stdout).toContain(`SELECT create_reference_table('api_keys');\n`)
  expect(stdout).toMatch(/SELECT create_distributed_table\('returns', 'org_id', colocate_with => '\w+'\);\n/)
  const { json } = await backhaul(['db', 'distribute', '--dry-run', '--json'], environment)
  expect(json).toMatchObject({
    planned: expect.arrayContaining([{ table: 'orgs', kind: 'reference', statement: expect.any(String) }]),
    local: ['migration'],
    problems: [expect.stringContaining('has no Citus')],
  })
})

test('tables of another version come first', async () => {
  const empty = await emptyDatabase()
  const { code, stderr } = await backhaul(['db', 'distribute'], { DATABASE_URL: urlOf(empty.target) })
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Run `backhaul migrate`') })
})
