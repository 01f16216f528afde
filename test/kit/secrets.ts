/** A person whose every word can be told apart from all others, and a look into every corner of the database for what is left of them. */
import type { OrgId } from '../../src/core/ids.ts'
import type { OrderInput } from '../../src/core/order/order-input.ts'
import { type Pool, query } from '../../src/db/pool.ts'

export const SECRET_EMAIL = 'Secret.Anna@example.com'
export const SECRET_PHONE = '+49 (0)30 5550177'
export const SECRET_CUSTOMER = 'cust-secret-77'

export const secretPerson = (): Partial<OrderInput> => ({
  customer: {
    id: SECRET_CUSTOMER,
    firstName: 'Secretanna',
    lastName: 'Secretwinter',
    emails: [SECRET_EMAIL],
    phone: SECRET_PHONE,
    username: 'secretnick',
  },
  shipping: {
    name: 'Secretanna Secretwinter',
    street1: 'Secretweg 12',
    city: 'Secretstadt',
    postalCode: 'SECRET-9',
    country: 'DE',
    phone: SECRET_PHONE,
  },
  billing: { name: 'Secretwinter GmbH', email: 'secret.billing@example.com', country: 'DE' },
  customFields: { greeting: 'Secretly yours' },
})

/** Rows of an organisation that hold any of the person's words, table by table. */
export async function leftIn(pool: Pool, org: OrgId): Promise<Record<string, number>> {
  const { rows: tables } = await query<{ name: string }>(pool, {
    text: `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'org_id' order by 1`,
  })
  const left: Record<string, number> = {}
  for (const { name } of tables) {
    const { rows } = await query<{ found: number }>(pool, {
      text: `select count(*)::int as found from ${name} as one where org_id = $1 and (one::text ~* 'secret' or regexp_replace(one::text, '\\D', '', 'g') ~ '0305550177')`,
      values: [org],
    })
    if (rows[0]?.found) left[name] = rows[0].found
  }
  return left
}
