import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'

/**
 * Hands over what comes under a subject. Where the broker does not let us listen, nothing comes: whoever needs to know looks
 * at what it denied (denials.ts).
 */
export function listen(connection: NatsConnection, subject: string, onMessage: (message: Msg) => void): Subscription {
  const handle = outsideReader(onMessage)
  return connection.subscribe(subject, {
    callback: (error, message) => {
      if (error === null) handle(message)
    },
  })
}

/**
 * What throws while the broker's client reads ends that reading, and nothing more comes over a connection that looks well.
 * Nothing of ours is meant to: it is a defect, and ends the process as one.
 */
export function outsideReader<Handed extends readonly unknown[]>(
  handle: (...handed: Handed) => void,
): (...handed: Handed) => void {
  return (...handed) => {
    try {
      handle(...handed)
    } catch (defect) {
      setImmediate(() => {
        throw defect
      })
    }
  }
}

export function stopListening(subscriptions: readonly Subscription[]): void {
  for (const subscription of subscriptions) if (!subscription.isClosed()) subscription.unsubscribe()
}
