// The addresses behind a name, looked up once before the run: each generator and each scrape then goes to the same ones.

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { UserError } from '../../core/user-error.ts'

/** All addresses of a name, in the order of the resolver. */
export type LookUp = (name: string) => Promise<readonly string[]>

/** By the system's resolver, /etc/hosts included. */
export const systemLookUp: LookUp = async (name) => {
  const found = await lookup(name, { all: true })
  return [...new Set(found.map(({ address }) => address))]
}

/**
 * An address is its own only one.
 * @param place what messages name, such as `target.url`
 * @throws UserError where the name cannot be looked up
 */
export async function lookUpAddresses(url: URL, place: string, lookUp: LookUp): Promise<readonly string[]> {
  const name = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(name) !== 0) return [name]
  try {
    return await lookUp(name)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown failure'
    const reason = code === 'ENOTFOUND' ? 'host name not found' : 'host name could not be looked up'
    throw new UserError(`${place}: expected a name with addresses, got ${name}: ${reason} (${code})`, { cause })
  }
}
