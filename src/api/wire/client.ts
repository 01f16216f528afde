/** Clients of platforms: programs written for Shopee, AfterShip, Shopflix or SHOPLINE that call here instead. */
import Type from 'typebox'
import { exactly } from '../../http/schema.ts'
import { id, moment, optional, orNull, said, text } from './fields.ts'

const LONGEST_DIALECT = 32

export const Client = Type.Object(
  {
    id: id('The client.'),
    dialect: text('The platform it was written for.', 'shopflix', LONGEST_DIALECT),
    name: text(
      'What it signs in with: a user name or numbers; of a key only the beginning.',
      'merchant@linnea.example',
      250,
    ),
    shop_id: id('The shop it speaks for.'),
    created_at: moment('When it was made.'),
    revoked_at: orNull(moment('Since when it is turned away.')),
    secret: optional(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description:
            'All it has to be set up with, in the platform’s own words. Shown once, in the answer to its making; it is kept sealed.',
          examples: [{ username: 'merchant@linnea.example', password: '9c1f…' }],
        },
      ),
    ),
  },
  { $id: 'Client', description: 'A program written for a platform, which calls here instead.' },
)

export const ClientInput = exactly(
  {
    dialect: said(
      'The platform it was written for: `shopee`, `aftership`, `shopflix` or `shopline`.',
      'shopflix',
      LONGEST_DIALECT,
    ),
    choices: optional(
      Type.Record(
        Type.String({ maxLength: 64 }),
        Type.Unknown({ description: 'What was chosen.', examples: ['merchant@linnea.example'] }),
        {
          maxProperties: 16,
          description:
            'What the platform lets people choose; the rest is drawn. Shopflix: `username`. Shopee: `partner_id`, `partner_key`, `shop_id`. AfterShip: `mode`, `rsa_public_key`. SHOPLINE: `scopes`.',
          examples: [{ username: 'merchant@linnea.example' }],
        },
      ),
    ),
  },
  { $id: 'ClientInput', description: 'A client to be.' },
)

export const CLIENT = [Client, ClientInput]
