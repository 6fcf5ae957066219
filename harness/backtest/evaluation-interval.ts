// How often the groups are evaluated that do not say it themselves: as the server does that has the data, as the run did
// whose folder it is, or as a Prometheus without configuration.

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { QueryApi } from '../../prometheus/api/query-api.ts'
import { QueryApiError } from '../../prometheus/api/query-api-error.ts'
import type { RecordedSource } from '../../prometheus/backtest/backtest-request.ts'
import { parsePrometheusDuration } from '../../prometheus/promql/prometheus-duration.ts'
import { serverSettings } from '../../prometheus/remote/server-settings.ts'

const UNCONFIGURED_SECONDS = 60

/** @throws what the signal is aborted with */
export async function evaluationInterval(source: RecordedSource, signal?: AbortSignal): Promise<number> {
  const known =
    source.kind === 'prometheus' ? await ofServer(source, signal) : source.kind === 'run' ? await ofRun(source) : null
  return known ?? UNCONFIGURED_SECONDS
}

/** Null where it does not tell; what else is wrong with it is told by whoever reads its data. */
async function ofServer(
  { access }: Extract<RecordedSource, { kind: 'prometheus' }>,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const api = new QueryApi({ ...access, signal })
  try {
    return (await serverSettings(api)).evaluationIntervalSeconds ?? null
  } catch (error) {
    if (error instanceof QueryApiError) return null
    throw error
  } finally {
    await api.close()
  }
}

/** From the unit test of its rules, which a run leaves beside its scrapes. */
async function ofRun({ path }: { readonly path: string }): Promise<number | null> {
  const text = await readFile(join(dirname(path), 'alert.test.yml'), 'utf8').catch(() => '')
  try {
    const document: unknown = parse(text)
    const isTest = typeof document === 'object' && document !== null && 'evaluation_interval' in document
    const milliseconds = isTest ? parsePrometheusDuration(String(document.evaluation_interval)) : undefined
    return milliseconds === undefined || milliseconds === 0 ? null : milliseconds / 1e3
  } catch (error) {
    if (error instanceof YAMLParseError) return null
    throw error
  }
}
