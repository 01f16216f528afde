/** What is known of PostgreSQL's releases; whoever brings Backhaul out brings this table up to date. */

/** The last day a major version is looked after: https://www.postgresql.org/support/versioning/. */
export const LAST_DAYS: Readonly<Record<number, string>> = {
  15: '2027-11-11',
  16: '2028-11-09',
  17: '2029-11-08',
  18: '2030-11-14',
}

/** One day of fixes: the minor version of each major, and how many security holes they close. */
export type Fixes = { day: string; minors: Readonly<Record<number, number>>; holes: number }

/** Newest first: https://www.postgresql.org/support/security/. 18.5 never came out. */
export const FIXES: readonly Fixes[] = [
  { day: '2026-08-13', minors: { 15: 19, 16: 15, 17: 11, 18: 6 }, holes: 28 },
  { day: '2026-05-14', minors: { 15: 18, 16: 14, 17: 10, 18: 4 }, holes: 11 },
  { day: '2026-02-26', minors: { 15: 17, 16: 13, 17: 9, 18: 3 }, holes: 0 },
  { day: '2026-02-12', minors: { 15: 16, 16: 12, 17: 8, 18: 2 }, holes: 5 },
  { day: '2025-11-13', minors: { 15: 15, 16: 11, 17: 7, 18: 1 }, holes: 2 },
  { day: '2025-08-14', minors: { 15: 14, 16: 10, 17: 6 }, holes: 3 },
]
