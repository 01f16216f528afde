/** One import under way: counts, notes and rejected rows, kept so that it can stop anywhere. */
import type { OrderFile } from '../imports/read-orders.ts'
import { EXIT, type ExitCode } from './command.ts'
import type { Dealt } from './enter-orders.ts'
import { type Counts, dropNotes, type Fingerprint, NOTHING, type Notes, writeNotes } from './import-notes.ts'
import type { Output } from './output.ts'
import { progressLine } from './progress.ts'
import { placeOf, type Rejected, Rejects, reasonsPath } from './rejects.ts'

/** What a script gets to know of rejected rows; the rest stands in the file. */
const MOST_TOLD = 1000
const MOST_SHOWN = 20
const NOTE_EVERY = 200

export type ImportSetup = {
  fingerprint: Fingerprint
  shop: string
  dryRun: boolean
  out: Output
  before: Notes | null
  opened: OrderFile
  rejectsPath: string
}

export class ImportRun {
  readonly #file: string
  readonly #setup: ImportSetup
  readonly #rejects: Rejects
  readonly #told: Omit<Rejected, 'raw'>[] = []
  readonly #startedMs = performance.now()
  #counts: Counts
  #after: number
  #sinceNotes = 0
  #here = 0

  constructor(file: string, setup: ImportSetup) {
    this.#file = file
    this.#setup = setup
    this.#counts = { ...(setup.before?.counts ?? NOTHING) }
    this.#after = setup.before?.after ?? 0
    const { before, opened, rejectsPath: path } = setup
    this.#rejects = new Rejects(path, opened.header, {
      rows: before?.rejectsBytes ?? 0,
      reasons: before?.reasonsBytes ?? 0,
    })
  }

  async take(dealt: Dealt): Promise<void> {
    const { out, dryRun } = this.#setup
    this.#counts[dealt.outcome]++
    this.#here++
    if (dealt.outcome === 'rejected') await this.#reject(dealt.why)
    else for (const warning of dealt.warnings) if (!out.json) out.note(`Line ${dealt.to}: ${warning}`)
    this.#after = dealt.to
    if (!dryRun && ++this.#sinceNotes >= NOTE_EVERY) await this.#note()
    out.progress(
      progressLine({
        done: dealt.bytesRead,
        all: this.#setup.fingerprint.bytes,
        orders: this.#here,
        ms: performance.now() - this.#startedMs,
        rejected: this.#counts.rejected,
      }),
    )
  }

  async #reject(why: Rejected): Promise<void> {
    const { out } = this.#setup
    if (!this.#setup.dryRun) await this.#rejects.add(why)
    const { raw: _raw, ...told } = why
    if (this.#told.length < MOST_TOLD)
      this.#told.push({ line: told.line, to: told.to, reason: told.reason, ...(told.path && { path: told.path }) })
    if (!out.json && this.#told.length <= MOST_SHOWN) out.note(`${placeOf(why)}: ${why.reason}`)
    if (!out.json && this.#told.length === MOST_SHOWN + 1)
      out.note(`… ${this.#setup.dryRun ? 'and more' : `further ones are in ${reasonsPath(this.#rejects.path)}`}`)
  }

  async #note(): Promise<void> {
    this.#sinceNotes = 0
    await this.#rejects.flush()
    const { rows: rejectsBytes, reasons: reasonsBytes } = this.#rejects.lengths
    const { fingerprint, shop } = this.#setup
    await writeNotes(this.#file, {
      version: 1,
      file: fingerprint,
      shop,
      after: this.#after,
      counts: this.#counts,
      rejectsBytes,
      reasonsBytes,
    })
  }

  howToGoOn(): string {
    if (this.#setup.dryRun) return 'Nothing was entered.'
    return `Everything up to line ${this.#after} is done; go on with: backhaul orders import ${this.#file} --resume`
  }

  async stop(): Promise<void> {
    this.#setup.out.settle()
    if (!this.#setup.dryRun) await this.#note()
    await this.#rejects.close()
  }

  async interrupted(): Promise<ExitCode> {
    await this.stop()
    const { out } = this.#setup
    out.give({ ...this.#summary(), interrupted: true })
    out.note(`Stopped. ${this.howToGoOn()}`)
    return EXIT.interrupted
  }

  async end(): Promise<ExitCode> {
    const { out, dryRun } = this.#setup
    out.settle()
    if (!dryRun) {
      await this.#rejects.close()
      await dropNotes(this.#file)
    }
    out.give({ ...this.#summary(), interrupted: false })
    this.#tell()
    return this.#counts.rejected > 0 ? EXIT.partly : EXIT.ok
  }

  #summary() {
    const { opened, dryRun } = this.#setup
    const { rejected } = this.#counts
    return {
      file: this.#file,
      format: opened.format,
      dry_run: dryRun,
      ...this.#counts,
      last_line: this.#after,
      rejects_file: rejected > 0 && !dryRun ? this.#rejects.path : null,
      rejects: this.#told,
    }
  }

  #tell(): void {
    const { out, dryRun, opened } = this.#setup
    const { created, updated, unchanged, rejected } = this.#counts
    const rows: [string, number][] = dryRun
      ? [['would be entered', created]]
      : [
          ['new', created],
          ['brought up to date', updated],
          ['known already', unchanged],
        ]
    out.say(`${this.#file} (${opened.format})`)
    out.table(
      [...rows, ['rejected', rejected] as [string, number]].map(([word, count]) => [
        `  ${String(count).padStart(7)}`,
        word === 'rejected' && count > 0 ? out.paint('red', word) : word,
      ]),
    )
    if (rejected === 0 || dryRun) return
    out.say(`Rejected rows: ${this.#rejects.path}; why: ${reasonsPath(this.#rejects.path)}`)
    out.say(`Mend them and run: backhaul orders import ${this.#rejects.path}`)
  }
}
