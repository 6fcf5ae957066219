/** An ISO 8601 instant for people: `2026-11-23 05:47:12 UTC`. Any other text is returned as it is. */
export function formatTimestamp(instant: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(instant) ? `${instant.slice(0, 19).replace('T', ' ')} UTC` : instant
}
