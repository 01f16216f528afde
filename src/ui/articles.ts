/** Drawings of kinds of articles, for those that come without a picture: a list of things is found through quicker than a list of words. */
import { asMarkup, type Html } from './html.ts'

type Kind = keyof typeof DRAWN

/**
 * The kind an article is of, by the words of its title; null where none of them is known. The first kind in the list wins: a desk lamp is a lamp, and a gift
 * card for shoes is a card.
 */
export function kindOf(title: string): Kind | null {
  const told = plain(title)
  return KNOWN.find(([, pattern]) => pattern.test(told))?.[0] ?? null
}

/** However it is capitalised and accented. */
const plain = (words: string): string => words.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')

/** Nothing for those who listen: the article's name stands beside it. */
export const articleDrawing = (kind: Kind): Html =>
  asMarkup(`<svg class="article-drawing" viewBox="0 0 48 48" aria-hidden="true" focusable="false">${DRAWN[kind]}</svg>`)

/** `fill="none"` marks the lines inside a shape; shapes are filled with the paper they are drawn on. */
const DRAWN = {
  card: '<path d="M6 14h36v22H6Z"/><path fill="none" d="M18 14v22M6 22h36M18 22c-6 0-8-5-5-6s5 3 5 6Zm0 0c6 0 8-5 5-6s-5 3-5 6Z"/>',
  shirt:
    '<path d="m18 7-11 6 4 11 4-2v20h18V22l4 2 4-11-11-6-6 5Z"/><path fill="none" d="M24 12v30M18 7l-1 6 5 1 2-2 2 2 5-1-1-6M28 23h4"/><path fill="none" d="M24 20v.01M24 27v.01M24 34v.01"/>',
  dress:
    '<path d="M18 6v5l-2 4 3 8-9 18c8 2.5 20 2.5 28 0l-9-18 3-8-2-4V6c-1 4-2.5 6-6 6s-5-2-6-6Z"/><path fill="none" d="M19 23c3 1 7 1 10 0M21 28l-3 13M27 28l3 13"/>',
  jacket:
    '<path d="m18 8-8 4-5 19 6 2 3-10v19h20V23l3 10 6-2-5-19-8-4-6 3Z"/><path fill="none" d="M24 11v31M18 8c0 5 2 7 6 8 4-1 6-3 6-8M17 31h4M27 31h4M14 38h20"/>',
  knit: '<path d="m18 8-8 4-5 20 6 1 3-9v18h20V24l3 9 6-1-5-20-8-4c-1 4-3 6-6 6s-5-2-6-6Z"/><path fill="none" d="M14 38h20M17 38v4M20.5 38v4M24 38v4M27.5 38v4M31 38v4M18 24l3 3 3-3 3 3 3-3M5.8 29l6 1.200M42.2 29l-6 1.2"/>',
  trousers:
    '<path d="M14 6h20l3 36h-9l-4-25-4 25h-9Z"/><path fill="none" d="M13.6 11h20.800M24 11v6M18 11c0 3-1 5-4 5M30 11c0 3 1 5 4 5"/>',
  scarf:
    '<path d="M16 16c-3 3-2 8 0 11l-3 14h9l4-13"/><path d="M15 9c6-4 13-4 18 0 4 4 4 10-1 14-5 3-13 3-17-1-3-4-3-9 0-13Z"/><path fill="none" d="M19 13c4-2 7-2 10 0 2 2 1 4-1 5-3 1-7 0-8-1-2-1-2-3-1-4ZM14 37h9M15 41v3M18 41v3M21 41v3M15.5 31h8.5"/>',
  sock: '<path d="M19 6h13v19c0 3-2 5-5 7l-9 8c-4 3-9 1-10-2s0-6 3-8l6-4c1.5-1 2-2 2-4Z"/><path fill="none" d="M19 12h13M32 24c-5 0-8 3-7 9M9.5 33c4 0 6 3 6 8"/>',
  boots:
    '<path d="M17 6h14v20l9 4c2 1 3 3 3 6v2H17Z"/><path d="M16 38h28v4H16Z"/><path fill="none" d="M17 11h14M31 15h-5M31 19h-5M31 23h-5M17 31c3 0 4 3 4 7"/>',
  shoe: '<path d="M6 18c3 2 7 2 10 0l3-2c4 8 10 10 18 11 4 1 6 4 6 7H6Z"/><path d="M5 34h38v4H5Z"/><path fill="none" d="m20 24 4-3M24 27l4-3M6 28c6 0 8 3 8 6"/>',
  bag: '<path fill="none" d="M17 18v-4a7 7 0 0 1 14 0v4"/><path d="M10 16h28l3 26H7Z"/><path fill="none" d="M17 22v-6M31 22v-6"/>',
  hat: '<path d="M13 30c0-12 3-18 11-18s11 6 11 18"/><path d="M4 31c8-4 32-4 40 0-6 7-34 7-40 0Z"/><path fill="none" d="M13.3 25c6 2.5 15.4 2.5 21.4 0"/>',
  mug: '<path d="M33 18h4a6 6 0 0 1 0 14h-4"/><path d="M9 13h25v21a6 6 0 0 1-6 6H15a6 6 0 0 1-6-6Z"/><path fill="none" d="M9 19h25M17 5c-2 2 2 3 0 5M25 5c-2 2 2 3 0 5"/>',
  vase: '<path d="M19 7h10c0 6 7 11 7 20s-4 15-6 15H18c-2 0-6-6-6-15s7-14 7-20Z"/><path fill="none" d="M20.5 12h7M12.5 24c7 3 16 3 23 0"/>',
  lamp: '<path d="M16 7h16l7 18H9Z"/><path d="M22.5 25h3v14h-3Z"/><path d="M15 42c0-2 4-3.5 9-3.500s9 1.5 9 3.500Z"/><path fill="none" d="M31 25v6"/>',
  chair:
    '<path d="M15 6h18l-1.5 20h-15Z"/><path d="M12 26h24l1 5H11Z"/><path fill="none" d="m13 31-2 12M35 31l2 12M20 6.500l.5 19M28 6.500l-.5 19M13 37h22"/>',
  table: '<path d="M5 14h38v5H5Z"/><path d="M9 19h4l-1 22H9ZM35 19h4v22h-3Z"/><path fill="none" d="M13 25h22"/>',
  headphones:
    '<path fill="none" d="M9 30v-5a15 15 0 0 1 30 0v5"/><path d="M7 28h6v13h-3a4 4 0 0 1-4-4v-5ZM41 28h-6v13h3a4 4 0 0 0 4-4v-5Z"/>',
  device:
    '<path d="M15 5h18a2 2 0 0 1 2 2v34a2 2 0 0 1-2 2H15a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z"/><path fill="none" d="M13 10h22M13 37h22M24 40v.01"/>',
  book: '<path d="M24 12c-5-3-11-4-18-4v30c7 0 13 1 18 4 5-3 11-4 18-4V8c-7 0-13 1-18 4Z"/><path fill="none" d="M24 12v30M11 15c3 0 6 .5 8 1.500M11 21c3 0 6 .5 8 1.500M37 15c-3 0-6 .5-8 1.500M37 21c-3 0-6 .5-8 1.5"/>',
} as const

/** In the languages the pages speak, and those shops around them write their titles in. A word stands for all that begin with it; one that ends in `.` for itself. */
const WORDS: [Kind, string][] = [
  [
    'card',
    'gift card, gift voucher, voucher, gutschein, geschenkkarte, tarjeta regalo, δωροκάρτα, 禮物卡, 禮品卡, بطاقة هدية',
  ],
  ['headphones', 'headphone, earphone, earbud, headset, kopfhörer, auricular, ακουστικά, 耳機, سماعة, سماعات'],
  ['shirt', 'shirt, t-shirt, tee., tees., blouse, polo., hemd, bluse, camis, blusa, πουκάμισ, μπλούζ, 襯衫, قميص'],
  [
    'dress',
    'dress., dresses., gown, skirt, kleid., rock., vestido, falda, φόρεμα, φούστα, 洋裝, 連衣裙, 裙, فستان, تنورة',
  ],
  ['knit', 'cardigan, jumper, sweater, pullover, hoodie, knit, strick, jersey, πουλόβερ, ζακέτα, 毛衣, 開襟衫, كنزة'],
  [
    'jacket',
    'jacket, coat., coats., parka, blazer, jacke, mantel, chaqueta, abrigo, μπουφάν, παλτό, 外套, 夾克, 大衣, سترة, معطف',
  ],
  ['trousers', 'trouser, jeans, pants, chino, leggings, shorts, hose., pantal, παντελόν, 褲, بنطال, سروال'],
  ['scarf', 'scarf, scarves, shawl, schal, halstuch, bufanda, pañuelo, κασκόλ, φουλάρι, 圍巾, وشاح'],
  ['sock', 'sock, tights, stocking, socke, strümpf, calcet, κάλτσ, 襪, جوارب, جورب'],
  ['boots', 'boot, stiefel, botas., botín, botines, μπότ, 靴, حذاء طويل'],
  ['shoe', 'shoe, trainers., sneaker, sandal, slipper, schuh, zapat, παπούτσ, 鞋, حذاء, أحذية'],
  ['bag', 'bag., bags., tote, handbag, backpack, rucksack, tasche, bolso, mochila, τσάντα, 袋, 背包, حقيبة'],
  ['hat', 'hat., hats., cap., caps., beanie, mütze, hut., sombrero, gorr, καπέλο, σκούφ, 帽, قبعة'],
  ['mug', 'mug, cup., cups., tasse, becher, taza, κούπα, φλιτζάν, 杯, كوب, فنجان'],
  ['vase', 'vase, jar., jug., pitcher, krug., jarrón, βάζο, 花瓶, مزهرية'],
  ['lamp', 'lamp, lights., lampe, leuchte, lámpara, φωτιστικ, λάμπα, 燈, مصباح'],
  ['chair', 'chair, armchair, stool, stuhl, sessel, silla, καρέκλα, 椅, كرسي'],
  ['table', 'table., tables., desk., garden set, tisch, mesa., τραπέζι, 桌, طاولة'],
  ['device', 'phone, smartphone, tablet., telefon, móvil, teléfono, κινητό, 手機, هاتف'],
  ['book', 'book., books., notebook, buch., libro, βιβλί, 書, كتاب'],
]

/** Han signs follow each other without a space, so a word of theirs may stand anywhere; others begin where a word does. */
const sought = (word: string): string =>
  /\p{Script=Han}/u.test(word)
    ? word.replace('.', '')
    : `(?<!\\p{L})(?:\u0627\u0644)?${word.endsWith('.') ? `${word.slice(0, -1)}(?!\\p{L})` : word}`

const KNOWN = WORDS.map(([kind, words]): [Kind, RegExp] => [
  kind,
  new RegExp(plain(words).split(', ').map(sought).join('|'), 'u'),
])
