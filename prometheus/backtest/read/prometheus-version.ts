import { asObject } from '../../api/answer.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError } from '../../api/query-api-error.ts'
import { DEFAULT_DIALECT, type Dialect, dialectOf } from '../../promql/dialect.ts'

/**
 * The version of a server and the PromQL that it speaks. A server that is compatible with Prometheus may have versions
 * of its own, or none: it is taken to speak the current one. @throws QueryApiError where nobody answers
 */
export async function prometheusVersion(
  client: ApiClient,
): Promise<{ readonly version: string | null; readonly dialect: Dialect }> {
  try {
    const { application, version } = asObject(await client.get('/api/v1/status/buildinfo'))
    if (typeof version !== 'string') return { version: null, dialect: DEFAULT_DIALECT }
    const isPrometheus = application === undefined || application === 'Prometheus'
    return { version, dialect: isPrometheus && /^v?\d+\.\d+/.test(version) ? dialectOf(version) : DEFAULT_DIALECT }
  } catch (error) {
    if (!(error instanceof QueryApiError) || (error.failure !== 'refused' && error.failure !== 'notPrometheus'))
      throw error
    return { version: null, dialect: DEFAULT_DIALECT }
  }
}

/** How old a sample may be for an instant selector, as the server has it, where that is not the default; else null. */
export async function unusualLookback(client: ApiClient): Promise<string | null> {
  try {
    const lookback = asObject(await client.get('/api/v1/status/flags'))['query.lookback-delta']
    return typeof lookback === 'string' && lookback !== '5m' ? lookback : null
  } catch (error) {
    if (error instanceof QueryApiError && error.failure !== 'unreachable') return null
    throw error
  }
}
