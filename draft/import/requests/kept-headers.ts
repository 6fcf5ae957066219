// Which headers of an imported request are sent again.

import type { SecretVault } from '../secrets/secret-vault.ts'
import type { MarkedText } from '../written/marks.ts'
import { takeFromHeader } from './take-secrets.ts'

/** Set by the harness, for they frame the message. */
const FRAMING =
  /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade|host|proxy-connection)$/
/** Facts of one browser and one page view. */
const BROWSER =
  /^(?::.*|sec-.*|user-agent|referer|dnt|priority|purpose|pragma|cache-control|if-none-match|if-modified-since|upgrade-insecure-requests|x-client-data|cookie)$/

export interface KeptHeaders {
  readonly headers: Record<string, MarkedText>
  /** Names of what is not sent again. */
  readonly left: readonly string[]
}

/** @param fromBrowser whether what a browser adds by itself is left out */
export function keptHeaders(
  all: readonly (readonly [name: string, value: MarkedText])[],
  fromBrowser: boolean,
  request: string,
  vault: SecretVault,
): KeptHeaders {
  const headers = new Map<string, readonly [string, MarkedText]>()
  const left: string[] = []
  for (const [name, value] of all) {
    const lower = name.toLowerCase()
    if (FRAMING.test(lower)) continue
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !isSendable(value) || (fromBrowser && BROWSER.test(lower))) {
      left.push(lower)
      continue
    }
    const taken = takeFromHeader(name, value, request, vault)
    const earlier = headers.get(lower)
    headers.set(lower, earlier === undefined ? [name, taken] : [earlier[0], `${earlier[1]}, ${taken}`])
  }
  return { headers: Object.fromEntries(headers.values()), left }
}

function isSendable(value: string): boolean {
  return !/[^\t\x20-\x7e\u{80}-\u{ff}\u{fdd0}\u{fdd1}]/u.test(value)
}
