/** `2026-11-12 14:05`, with seconds where they are not 0. UTC. */
export function instantFigure(instant: string): string {
  const seconds = instant.slice(17, 19) === '00' ? '' : instant.slice(16, 19)
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}${seconds}`
}
