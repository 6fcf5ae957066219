// A real Prometheus that holds the samples of an OpenMetrics text.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { QueryApi } from '../../prometheus/api/query-api.ts'
import type { GuardedPrograms } from '../../prometheus/local/programs/guard-programs.ts'
import { promtool } from '../prometheus/promtool.ts'

export interface Served {
  readonly baseUrl: string
  readonly api: QueryApi
}

export interface ServedBlocks {
  /** Of the program, and of its folder. */
  readonly name: string
  readonly binary: string
  /** OpenMetrics, with timestamps. */
  readonly text: string
  /** The configuration. Default: it scrapes nothing and evaluates nothing. */
  readonly config?: string
  /** Beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
}

export async function serveBlocks(
  programs: GuardedPrograms,
  { name, binary, text, config = '{}', files = {}, flags = [] }: ServedBlocks,
): Promise<Served> {
  const folder = join(programs.folder, name)
  const data = join(folder, 'data')
  await mkdir(data, { recursive: true })
  await writeFile(join(folder, 'scrapes.om'), text)
  await promtool('tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'scrapes.om'), data)
  for (const [file, content] of Object.entries({ ...files, 'prometheus.yml': config }))
    await writeFile(join(folder, file), content)
  const program = programs.run({
    name,
    file: binary,
    arguments: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      '--web.listen-address=127.0.0.1:0',
      ...flags,
    ],
  })
  const [, address] = await program.line(/msg="Listening on".* address=(\S+)/)
  const baseUrl = `http://${address}`
  const api = new QueryApi({ baseUrl })
  while (!(await api.isReady())) await new Promise((resolve) => setTimeout(resolve, 20))
  return { baseUrl, api }
}
