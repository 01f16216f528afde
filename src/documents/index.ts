/** Papers of a return: for the box, for the counter, for the printer and for the calendar. */
export { calendarEntry } from './calendar.ts'
export { code128Svg, qrPng, qrSvg } from './codes.ts'
export { codePdf, labelPdf } from './pages.ts'
export { type About, PAGE_SIZES, type PageName } from './sheet.ts'
export { slipOf, slipPdf } from './slip.ts'
