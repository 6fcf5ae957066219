/**
 * Seconds to wait before a connection is opened again: 0, 20 ms, 40 ms … at most 1 s.
 * Without a pause a refused port is tried 24,000 times a second.
 * @param failures attempts in a row that led to no usable connection
 */
export function reopenDelaySeconds(failures: number): number {
  return failures === 0 ? 0 : Math.min(1, 0.02 * 2 ** (failures - 1))
}
