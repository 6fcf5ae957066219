// Data sets as a plan carries them, for tests: what a file of this text would become.

import { DataScan } from '../../core/data/data-scan.ts'
import type { DataFormat, DataOrder, PlannedData } from '../../core/data/data-set.ts'

export interface DataText {
  readonly text: string
  readonly name?: string
  readonly format?: DataFormat
  readonly order?: DataOrder
  readonly usedBy?: readonly boolean[]
}

export function plannedData({
  text,
  name = 'users',
  format = 'csv',
  order = 'sequence',
  usedBy = [true],
}: DataText): PlannedData {
  const bytes = Buffer.from(text)
  const scan = new DataScan(format, [])
  scan.push(bytes)
  const { columns, rows, blocks, mistakes } = scan.end()
  if (mistakes.length > 0) throw new Error(`expected data without mistakes, got ${JSON.stringify(mistakes)}`)
  const held = Uint8Array.from(bytes.subarray(blocks.offsets[0]))
  return { name, order, format, columns, rows, source: { kind: 'memory', bytes: held }, usedBy }
}
