import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'

/**
 * Hands over what comes under a subject. Where the broker does not let us listen, nothing comes: whoever needs to know looks
 * at what it denied (denials.ts).
 */
export function listen(connection: NatsConnection, subject: string, onMessage: (message: Msg) => void): Subscription {
  return connection.subscribe(subject, {
    callback: (error, message) => {
      if (error === null) onMessage(message)
    },
  })
}

export function stopListening(subscriptions: readonly Subscription[]): void {
  for (const subscription of subscriptions) if (!subscription.isClosed()) subscription.unsubscribe()
}
