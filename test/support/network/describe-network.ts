import { describe, it } from 'vitest'
import { whyNoClocks, whyNoNetwork } from './network.ts'

/**
 * A `describe` of what crosses a network between hosts. On a machine that allows none it is skipped, and says so: what it
 * shows is shown there by processes on loopback alone. Where clocks have to differ, it is skipped without these, too.
 */
export function describeNetwork(name: string, body: () => void, needs: { readonly clocks?: true } = {}): void {
  const missing = whyNoNetwork() ?? (needs.clocks ? whyNoClocks() : null)
  if (missing === null) describe(name, body)
  else it.skip(`${name} (skipped: no hosts in network namespaces here: ${missing})`, () => {})
}
