import { counted } from '../text/plural.ts'
import { spanWords } from './span-words.ts'

/** How much is missing: `2h 30m`, or `1 evaluation` where each span is a single one and so has no length. */
export function missingLength(spans: readonly unknown[], seconds: number): string {
  return seconds > 0 ? spanWords(seconds * 1e3) : counted(spans.length, 'evaluation')
}
