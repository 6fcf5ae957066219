// In place of values that only answers bring: the references to them, as a scenario writes them.

import { shownReference } from '../../core/references/varying-text.ts'
import type { ValueSource } from '../requests/value-source.ts'

export function referenceValues(source: string): ValueSource {
  return { value: (name) => shownReference({ source, name }) }
}
