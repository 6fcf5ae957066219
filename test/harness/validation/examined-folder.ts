// A folder with the files that a test has examined.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { examineFile } from '../../../harness/validation/examine-file.ts'
import { examinedLines } from '../../../harness/validation/examined.ts'
import { knownTarget } from '../../../harness/validation/known-target.ts'

export const PAGE = `# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.1"} 1
latency_seconds_bucket{le="1"} 2
latency_seconds_bucket{le="5"} 3
latency_seconds_bucket{le="+Inf"} 3
latency_seconds_sum 1
latency_seconds_count 3
`

export const P95 = 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))'

export const UNIT_TEST = `rule_files: [rules.yml]
tests:
  - interval: 1m
    input_series:
      - { series: 'latency_seconds_bucket{le="0.5"}', values: '0+1x9' }
      - { series: 'latency_seconds_bucket{le="+Inf"}', values: '0+1x9' }
`

export interface ExaminedFolder {
  /** The path of a file in it. */
  at(name: string): string
  /** What `validate` prints of a file with that text, without the folder. */
  printed(name: string, text: string, known?: 'page' | 'nothing'): Promise<string>
}

/** There while the tests of a file run. */
export function examinedFolder(): ExaminedFolder {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'examine-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  return {
    at: (name) => join(folder, name),
    async printed(name: string, text: string, known: 'page' | 'nothing' = 'nothing'): Promise<string> {
      const path = join(folder, name)
      writeFileSync(path, text)
      writeFileSync(join(folder, 'page.txt'), PAGE)
      const target = await knownTarget(known === 'page' ? { metrics: join(folder, 'page.txt') } : {}, {})
      const examined = await examineFile({ path, isNamed: true }, { target })
      if ('passedOver' in examined) throw new Error(`expected ${name} to be examined`)
      return `${examinedLines(examined).join('\n').replaceAll(`${folder}/`, '')}\n`
    },
  }
}
