/** The frame every page of a shop stands in: its name or logo on top, one column, and at the foot where else to turn. */
import { LANGUAGE_NAMES, type Language } from '../core/languages.ts'
import type { PortalSettings } from '../core/portal.ts'
import { offersWithdrawal } from '../core/withdrawal.ts'
import { attributes, html, type Html } from './html.ts'
import { icon } from './icons.ts'
import type { Speak } from './texts/speak.ts'

export type Framed = {
  title: string
  main: Html
  /** Where in the walk this page is; left out on pages that stand alone. */
  step?: { number: number; of: number; name: string; back?: string | null }
  /** Stands at the lower edge on a phone: the running estimate and the button that goes on. */
  foot?: Html | null
}

export type ShellPlace = {
  say: Speak
  shop: { name: string; settings: PortalSettings }
  /** Addresses of the files every page needs. */
  assets: { style: string; script: string; font: string }
  /** The shop's colours, as a style; see `brandStyle`. */
  brand: string
  /** The page's own address in another language. */
  inLanguage: (language: Language) => string
  home: string
}

export function shell({ title, main, step, foot }: Framed, place: ShellPlace): Html {
  const { say, shop, assets } = place
  const name = shop.settings.brand.name ?? shop.name
  return html`<!doctype html>
<html lang="${say.language}" dir="${say.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} · ${name}</title>
<link rel="icon" href="data:,">
<link rel="preload" href="${assets.font}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${assets.style}">
<style>${place.brand}</style>
<script type="module" src="${assets.script}"></script>
</head>
<body data-sending="${say('common.sending')}" data-kept="${say('common.kept')}"${attributes({ 'data-embed': shop.settings.embed.join(' ') || null })}>
<a class="skip" href="#main">${say('common.skip')}</a>
<header class="masthead">
<a class="shop" href="${place.home}">${shop.settings.brand.logo ? html`<img src="${shop.settings.brand.logo}" alt="${name}">` : name}</a>
</header>
<main id="main" tabindex="-1">
${step ? stepLine(step, say) : null}
<h1>${title}</h1>
${main}
</main>
${foot ? html`<div class="foot">${foot}</div>` : null}
<footer class="colophon">${links(place)}${languages(place)}</footer>
</body>
</html>
`
}

const stepLine = ({ number, of, name, back }: NonNullable<Framed['step']>, say: Speak): Html => {
  const place = say('common.step', { step: number, steps: of })
  const done = Array.from({ length: of }, (_, at) => html`<i${attributes({ class: at < number ? 'done' : null })}></i>`)
  return html`<nav class="step" aria-label="${place}">
<span class="bar" aria-hidden="true">${done}</span>
${back ? html`<a class="way" href="${back}">${icon('back')}${say('common.back')}</a>` : null}
<span class="place">${place} · ${name}</span>
</nav>`
}

/** The law wants its function in sight during the whole period, so it stands on every page. */
const links = ({ say, home, shop: { name, settings } }: ShellPlace): Html => {
  const { shop, help, privacy, imprint } = settings.links
  const all = [
    offersWithdrawal(settings) && ([`${home}withdraw`, say('withdraw.link')] as const),
    shop && ([shop, say('common.to_shop', { shop: settings.brand.name ?? name })] as const),
    help && ([help, say('common.help')] as const),
    privacy && ([privacy, say('common.privacy')] as const),
    imprint && ([imprint, say('common.imprint')] as const),
  ]
  return html`${all.map(link => link && html`<a href="${link[0]}">${link[1]}</a>`)}`
}

const languages = ({ say, shop, inLanguage }: ShellPlace): Html | null =>
  shop.settings.languages.length < 2
    ? null
    : html`<nav class="languages" aria-label="${say('common.language')}">${shop.settings.languages.map(language =>
        language === say.language
          ? html`<span aria-current="true" lang="${language}">${LANGUAGE_NAMES[language]}</span>`
          : html`<a href="${inLanguage(language)}" lang="${language}" hreflang="${language}">${LANGUAGE_NAMES[language]}</a>`,
      )}</nav>`
