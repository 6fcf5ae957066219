// `data` and `values` of a scenario file that passed every check → data sets and generated values.

import type { GeneratedValue } from '../../core/data/generated-value.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { DEFAULTS } from '../schema/defaults.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'

/** Without what the file does not name. */
export function toData(
  { data, values }: ScenarioFile,
  fromFolder: (name: string) => string,
): Pick<Scenario, 'data' | 'values'> {
  const sets = Object.entries(data ?? {}).map(([name, { file, order = DEFAULTS.order }]) => ({
    name,
    file: fromFolder(file),
    order,
  }))
  const generated = Object.entries(values ?? {}).map(toGenerated)
  return {
    ...(sets.length === 0 ? {} : { data: sets }),
    ...(generated.length === 0 ? {} : { values: generated }),
  }
}

type ValueEntry = NonNullable<ScenarioFile['values']>[string]

function toGenerated([name, entry]: readonly [string, ValueEntry]): GeneratedValue {
  if (entry === 'uuid') return { name, kind: 'uuid' }
  if (entry === 'timestamp') return { name, kind: 'timestamp', format: 'iso' }
  const { integer, timestamp, choice } = entry
  if (integer !== undefined) return { name, kind: 'integer', ...integer }
  if (timestamp !== undefined) return { name, kind: 'timestamp', format: timestamp }
  if (choice !== undefined) return { name, kind: 'choice', values: choice }
  throw new TypeError('expected a value that can be generated, got none')
}
