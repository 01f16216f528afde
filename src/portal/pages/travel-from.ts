/** Where the goods travel from: as they were sent, unless somebody says otherwise. */
import type { Address } from '../../core/party.ts'
import type { MethodType } from '../../core/words.ts'
import { type Draft } from '../../desk/shopper/drafts.ts'
import { countryOptions, isCountry } from '../../ui/countries.ts'
import { attributes, html, type Html } from '../../ui/html.ts'
import { button, field, select, type Trouble } from '../../ui/kit/form.ts'
import { said, type Visit } from '../visit.ts'
import type { Walk } from '../walk.ts'
import { addressBlock } from './get-words.ts'

/** Where it was sent to, unless somebody says otherwise. Where a present was sent is the buyer's to know. */
export function shippedTo({ considered, draft }: Pick<Walk, 'considered' | 'draft'>): Address | null {
  const [first] = considered.orders
  return draft.doc.from ?? (first?.standing === 'customer' ? first.order.shipping : null)
}

/** Where somebody comes to the door, or a label has to be made, it must be known which. */
export const NEEDS_FROM: readonly MethodType[] = ['carrier_pickup', 'merchant_arranged']

export function fromPart(visit: Visit, doc: Draft, walk: Walk, troubles: readonly Trouble[]): Html {
  const { say, formats, language } = visit
  const known = shippedTo(walk)
  const wrong = troubles.some(({ field: name }) => name?.startsWith('from_'))
  const open = wrong || known === null || doc.from !== null
  const value = (name: keyof typeof FIELDS): string =>
    'from_street1' in visit.form ? said(visit, `from_${name}`) : valueOf(known, name)
  const line = (name: Exclude<keyof typeof FIELDS, 'country'>) =>
    field(
      {
        name: `from_${name}`,
        label: say(`get.from.${name}`),
        value: value(name),
        autocomplete: `section-from shipping ${FIELDS[name]}`,
        required: REQUIRED.includes(name),
        attributes: { required: false },
        maxlength: 200,
      },
      say,
      troubles,
    )
  return html`<section class="part"><h2>${say('get.from.title')}</h2>
${known ? html`<p>${addressBlock(known, visit)}</p>` : null}
<details class="from"${attributes({ open })}><summary>${say('get.from.other')}</summary>
${line('name')}${line('street1')}${line('street2')}${line('postal_code')}${line('city')}${line('state')}
${select({ name: 'from_country', label: say('get.from.country'), value: value('country'), empty: say('get.from.country.choose'), options: countryOptions(formats, language), autocomplete: 'section-from shipping country', required: true, attributes: { required: false, 'data-submits': 'country' } }, say, troubles)}
<p>${button(say('get.from.update'), { look: 'quiet', name: 'go', value: 'country' })}</p></details></section>`
}

/** Tokens of the HTML standard's autofill, so that a browser fills in what it knows. */
const FIELDS = {
  name: 'name',
  street1: 'address-line1',
  street2: 'address-line2',
  postal_code: 'postal-code',
  city: 'address-level2',
  state: 'address-level1',
  country: 'country',
} as const
const REQUIRED: readonly string[] = ['name', 'street1', 'city', 'country']

function valueOf(address: Address | null, name: keyof typeof FIELDS): string {
  if (address === null) return ''
  switch (name) {
    case 'postal_code':
      return address.postalCode ?? ''
    case 'state':
      return address.state.name ?? address.state.code ?? ''
    default:
      return address[name] ?? ''
  }
}

/** What is as it was is not kept as something else. A country nobody knows is none. */
export function fromHeard(visit: Visit, walk: Walk): { address: Address | null; troubles: Trouble[] } {
  const known = shippedTo(walk)
  if (!('from_street1' in visit.form))
    return { address: walk.draft.doc.from, troubles: known === null ? [emptyFrom(visit)] : [] }
  const typed = (name: keyof typeof FIELDS): string | null => said(visit, `from_${name}`).slice(0, 200) || null
  const country = typed('country')
  const names = Object.keys(FIELDS) as (keyof typeof FIELDS)[]
  if (names.every(name => (typed(name) ?? '') === valueOf(known, name)))
    return { address: walk.draft.doc.from, troubles: [] }
  if (names.every(name => typed(name) === null))
    return { address: null, troubles: known === null ? [emptyFrom(visit)] : [] }
  const isState = (known?.state.name ?? known?.state.code ?? null) === typed('state')
  const address: Address = {
    name: typed('name'),
    company: null,
    street1: typed('street1'),
    street2: typed('street2'),
    town: null,
    district: null,
    city: typed('city'),
    state: isState && known ? known.state : { code: null, name: typed('state') },
    postalCode: typed('postal_code'),
    country: country !== null && isCountry(country) ? country : null,
    phone: known?.phone ?? null,
    email: null,
    type: null,
  }
  const missing = names.filter(name => REQUIRED.includes(name) && valueOf(address, name) === '')
  return {
    address,
    troubles: missing.map(name => ({
      field: `from_${name}`,
      text: visit.say('get.from.trouble', { field: visit.say(`get.from.${name}`) }),
    })),
  }
}

const emptyFrom = ({ say }: Visit): Trouble => ({
  field: 'from_street1',
  text: say('get.from.trouble', { field: say('get.from.street1') }),
})
