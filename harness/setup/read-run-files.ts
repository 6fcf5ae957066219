// The files that a scenario's requests are made of: its data sets and what it uploads. Each is read once before anything is
// sent, and every mistake in them is found then. Of a large data file nothing is kept but where its rows lie.

import { createReadStream, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describeDataMistake } from '../../core/data/data-mistake.ts'
import { DataScan } from '../../core/data/data-scan.ts'
import { type DataSet, dataFormat, type PlannedData } from '../../core/data/data-set.ts'
import { referencesOf } from '../../core/references/references-of.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import type { PlanFiles } from '../../scenario-file/resolve/resolve-load-plan.ts'

/** A data file up to this size is held in memory, once for each generator. */
const MOST_HELD_BYTES = 8 * 1024 ** 2
const PIECE_BYTES = 1024 ** 2
/** Each request that uploads it holds it while it is sent. */
const MOST_UPLOADED_BYTES = 64 * 1024 ** 2

/**
 * @param cwd file paths in messages are relative to it
 * @throws UserError with every mistake of the files
 */
export async function readRunFiles(
  scenario: Pick<Scenario, 'requests' | 'data'>,
  cwd: string,
  mostHeldBytes = MOST_HELD_BYTES,
): Promise<PlanFiles> {
  const mistakes: string[] = []
  const data: PlannedData[] = []
  for (const set of scenario.data ?? []) {
    const read = await readDataSet(set, scenario, cwd, mostHeldBytes)
    if (Array.isArray(read)) mistakes.push(...read)
    else data.push(read)
  }
  if (mistakes.length > 0) throw new UserError(mistakes.join('\n'))
  return { data, uploads: await readUploads(scenario, cwd) }
}

/** @returns its mistakes where it has any */
async function readDataSet(
  { name, file, order }: DataSet,
  { requests }: Pick<Scenario, 'requests'>,
  cwd: string,
  mostHeldBytes: number,
): Promise<PlannedData | string[]> {
  const shown = shownPath(file, cwd)
  const size = sizeOf(file, shown)
  const format = dataFormat(file)
  if (format === undefined) throw new UserError(`${shown}: expected a file of CSV or of JSON lines, told by its ending`)
  const used = requests.map((request) => referencesOf(request).filter(({ source }) => source === name))
  const needed = [...new Set(used.flat().map((reference) => reference.name))]
  const isHeld = size <= mostHeldBytes
  const scan = new DataScan(format, needed)
  const held: Buffer[] = []
  for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES })) {
    scan.push(piece)
    if (isHeld) held.push(piece)
    if (scan.isOver) break
  }
  const { columns, rows, blocks, mistakes } = scan.end()
  if (mistakes.length > 0) return mistakes.map((mistake) => describeDataMistake(shown, mistake))
  return {
    name,
    order,
    format,
    columns: format === 'csv' ? columns : needed,
    rows,
    source: isHeld
      ? { kind: 'memory', bytes: Uint8Array.from(Buffer.concat(held).subarray(blocks.offsets[0])) }
      : { kind: 'file', file, blocks },
    usedBy: used.map((references) => references.length > 0),
  }
}

async function readUploads({ requests }: Pick<Scenario, 'requests'>, cwd: string): Promise<Map<string, Uint8Array>> {
  const files = requests.flatMap(({ body }) =>
    body?.kind === 'multipart' ? body.parts.flatMap((part) => ('file' in part ? [part.file] : [])) : [],
  )
  const uploads = new Map<string, Uint8Array>()
  for (const file of new Set(files)) {
    const shown = shownPath(file, cwd)
    const size = sizeOf(file, shown)
    if (size > MOST_UPLOADED_BYTES)
      throw new UserError(
        `${shown}: expected a file to upload of at most ${formatByteSize(MOST_UPLOADED_BYTES)}, got ${formatByteSize(size)}`,
      )
    uploads.set(file, await readFile(file))
  }
  return uploads
}

/** A pipe cannot be read twice, and whoever opens one may wait for ever. */
function sizeOf(file: string, shown: string): number {
  try {
    const stats = statSync(file)
    if (stats.isFile()) return stats.size
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw new UserError(`${shown}: expected a file, got ${code === 'ENOENT' ? 'no such file' : code}`, { cause })
  }
  throw new UserError(`${shown}: expected a file, got something else`)
}
