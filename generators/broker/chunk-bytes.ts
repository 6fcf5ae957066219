// How large the chunks of a message may be: what the broker takes, less what stands in front of a chunk.

import type { NatsConnection } from '@nats-io/transport-node'

/** More gains nothing, and keeps a sign of life waiting behind it. */
const MOST_BYTES = 512 * 1024
/** Subject, name of the message and other headers. */
const RESERVED_BYTES = 1024

export function chunkBytesOf(connection: NatsConnection): number {
  return Math.min(MOST_BYTES, (connection.info?.max_payload ?? MOST_BYTES) - RESERVED_BYTES)
}
