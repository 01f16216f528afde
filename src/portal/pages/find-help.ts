/** Where the number of an order stands, and whom to ask for it. */
import { html, type Html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import type { Visit } from '../visit.ts'

export function help({ say, portal: { shop, settings } }: Visit): Html {
  const name = settings.brand.name ?? shop.name
  const asked = contacts(settings, say('find.help.page'))
  return html`<details class="more"><summary>${say('find.help')}${icon('chevron')}</summary>
<p>${say('find.help.text', { shop: name })}</p>
${asked.length > 0 ? html`<p>${say('find.help.ask', { shop: name })}</p><ul class="ways">${asked.map(each => html`<li>${each}</li>`)}</ul>` : null}
</details>`
}

const contacts = ({ contact, links }: Visit['portal']['settings'], helpPage: string): Html[] =>
  [
    contact.email && html`<a class="way" href="mailto:${contact.email}">${contact.email}</a>`,
    contact.phone &&
      html`<a class="way" href="tel:${contact.phone.replaceAll(/[^\d+]/g, '')}"><span class="code">${contact.phone}</span></a>`,
    links.help && html`<a class="way" href="${links.help}">${helpPage}</a>`,
  ].filter(one => one !== null && one !== '')
