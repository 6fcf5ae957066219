// Latencies of a Fastify application (4.10 or newer, and 5), for Prometheus. A part of the package that runs in the user's
// process.
//
//   await app.register(fastifyLatency, { thresholdSeconds: 0.3, metricsPath: '/metrics' }) // before the routes

import type { FastifyPluginAsync } from 'fastify'
import { type LatencyOptions, requestMetrics } from './request-metrics.ts'

export type { LatencyLabels, LatencyOptions } from './request-metrics.ts'

export interface FastifyLatencyOptions extends LatencyOptions {
  /** Where all metrics of the registry are answered, which is not counted. Default: nowhere. */
  readonly metricsPath?: string
}

const latency: FastifyPluginAsync<FastifyLatencyOptions> = async (fastify, options) => {
  const { registry, watch } = requestMetrics(options)
  const { metricsPath } = options
  const metricsRoute = metricsPath === undefined ? undefined : fastify.prefix + metricsPath
  fastify.addHook('onRequest', (request, reply, next) => {
    const { url } = request.routeOptions
    if (url === undefined || url !== metricsRoute) watch(request.raw, reply.raw, () => url)
    next()
  })
  if (metricsPath !== undefined)
    fastify.get(metricsPath, async (_request, reply) =>
      reply.header('Content-Type', registry.contentType).send(await registry.metrics()),
    )
}

/** The plugin. The application fails to start for options that make no sense, and for a metric's name that is taken. */
export const fastifyLatency: FastifyPluginAsync<FastifyLatencyOptions> = Object.assign(latency, {
  // For the whole application, not for what the plugin registers itself alone. This is what fastify-plugin sets.
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'sla-harness/fastify',
})
