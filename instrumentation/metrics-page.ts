import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnyRegistry } from './latency-histogram.ts'

/**
 * Answers with a registry's metrics: for Node's own server as for frameworks whose requests and responses are Node's.
 * Prometheus 3 refuses a page without its content type.
 */
export function metricsPage(registry: AnyRegistry): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      (error: unknown) => {
        process.emitWarning(error instanceof Error ? error : String(error))
        response.writeHead(500, { 'Content-Type': 'text/plain' }).end('the metrics could not be collected\n')
      },
    )
  }
}
