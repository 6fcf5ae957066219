// A real Prometheus that scrapes nothing, and holds the samples of an OpenMetrics text.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { QueryApi } from '../../prometheus/api/query-api.ts'
import type { GuardedPrograms } from '../../prometheus/local/programs/guard-programs.ts'
import { promtool } from '../prometheus/promtool.ts'

export interface Served {
  /** The Prometheus. */
  readonly file: string
  /** The file with the text. */
  readonly text: string
  /** Of the program, and of its folder: another one for each. */
  readonly name: string
  readonly flags?: readonly string[]
  /** As JSON, which is YAML. */
  readonly config?: string
}

export async function serveText(programs: GuardedPrograms, served: Served): Promise<QueryApi> {
  const { file, text, name, flags = [], config = '{}' } = served
  const data = join(programs.folder, name)
  await mkdir(data)
  await promtool('tsdb', 'create-blocks-from', 'openmetrics', text, data)
  await writeFile(join(programs.folder, `${name}.yml`), config)
  const program = programs.run({
    name,
    file,
    arguments: [
      `--config.file=${join(programs.folder, `${name}.yml`)}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      '--web.listen-address=127.0.0.1:0',
      ...flags,
    ],
  })
  const [, address] = await program.line(/msg="Listening on".* address=(\S+)/)
  const api = new QueryApi({ baseUrl: `http://${address}` })
  while (!(await api.isReady())) await delay(20)
  return api
}
