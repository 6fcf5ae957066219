import type { Environment } from '../../core/environment.ts'
import type { Target } from '../../core/scenario/target.ts'
import { UserError } from '../../core/user-error.ts'
import { proxyVariable } from './proxy-variable.ts'

/**
 * Refuses a target that other tools would reach over a proxy of the environment. What is reached over a unix domain socket
 * is reached over no proxy.
 * @param target as resolved
 * @throws UserError that names the variable
 */
export function refuseProxies({ url, socket, metrics }: Target, environment: Environment): void {
  if (socket === undefined) refuseProxy(url, 'target.url', environment)
  metrics?.urls.forEach((metricsUrl, i) => {
    if (metrics.reached?.vias[i]?.socket === undefined) refuseProxy(metricsUrl, 'target.metrics.url', environment)
  })
}

function refuseProxy(text: string, place: string, environment: Environment): void {
  const url = new URL(text)
  const variable = proxyVariable(url, environment)
  if (variable === undefined) return
  throw new UserError(
    `${place}: expected a way to ${url.host} without a proxy, got one in the environment variable ${variable}; requests go straight to a service here, so that its times are measured and not a proxy's. Add ${url.hostname} to NO_PROXY, or unset ${variable}`,
  )
}
