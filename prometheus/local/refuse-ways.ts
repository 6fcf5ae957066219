// What a Prometheus cannot do that the embedded monitor can.

import { UserError } from '../../core/user-error.ts'
import type { MonitorOptions } from '../monitor.ts'

/** @throws UserError where an endpoint is reached in a way that no configuration of a Prometheus says */
export function refuseWays({ vias = [], tls }: Pick<MonitorOptions, 'vias' | 'tls'>): void {
  if (vias.some(({ socket }) => socket !== undefined))
    throw new UserError(
      'target.metrics: expected endpoints that Prometheus can scrape, got a unix domain socket, which the embedded monitor alone can (--prometheus embedded)',
    )
  if (tls?.passphrase !== undefined)
    throw new UserError(
      'target.metrics: expected a key that Prometheus can read, got one with a passphrase, which the embedded monitor alone can (--prometheus embedded)',
    )
}
