/** How much of being told somebody may ask for. */

/** Endpoints of one organisation. */
export const MOST_ENDPOINTS = 50
/** Messages under way to one endpoint at once. */
export const MOST_CONCURRENCY = 32
export const LONGEST_NAME = 120
export const LONGEST_URL = 2_000
/** A week, which is longer than any message is tried. */
export const MOST_GRACE_HOURS = 168
/** Events one replay may be about; what a deliverer gets through in some minutes. Who wants more says so in several ranges. */
export const MOST_REPLAYED = 100_000
