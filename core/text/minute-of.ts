/** An RFC 3339 instant without its seconds, in its own zone: `2026-11-26 18:00`. */
export function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}
