// How one's own service was reached, where its URL alone does not say it.

import type { Report } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'

type ReportedTarget = NonNullable<Report['run']['target']>

const MOST_ADDRESSES = 8

/**
 * `spread over 10.0.0.1 (6 connections), 10.0.0.2 (6); TLSv1.3, certificate of shop.example by Shop CA, valid to 2027-01-31`.
 * Undefined where there is nothing to say.
 */
export function targetFigures({ run }: Pick<Report, 'run'>): string | undefined {
  const { target } = run
  if (target === undefined) return undefined
  const { socket, host } = target
  const parts = [
    ...(socket === undefined ? [] : [`over the socket ${socket}`]),
    ...(host === undefined ? [] : [`Host ${host}`]),
    ...addresses(target),
    ...tls(target),
  ]
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** Of one address there is nothing to say unless it was chosen among others. */
function addresses({ choice, knownAddresses = [], addresses: used }: ReportedTarget): string[] {
  if (choice === undefined && used.length < 2) return []
  const shown = used
    .slice(0, MOST_ADDRESSES)
    .map(({ address, opened, reason }) =>
      opened === 0 && reason !== null
        ? `${address} (down: ${reason})`
        : `${address} (${counted(opened, 'connection')})`,
    )
  const more = used.length - shown.length
  const list = shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
  const known = knownAddresses.length
  if (choice === 'pin') return [`pinned to ${list}${known > 1 ? ` of ${known} addresses` : ''}`]
  return [`${choice === 'spread' ? 'spread over' : 'connections to'} ${list}`]
}

function tls({ tls }: ReportedTarget): string[] {
  if (tls === null) return []
  const { protocol, subject, issuer, validTo, verified, clientCertificate } = tls
  const names = [
    ...(subject === null ? [] : [` of ${subject}`]),
    ...(issuer === null ? [] : [` by ${issuer}`]),
    ...(validTo === null ? [] : [`, valid to ${validTo.slice(0, 10)}`]),
    ...(verified ? [] : [', not verified']),
  ]
  return [`${protocol}, certificate${names.join('')}${clientCertificate ? '; with a client certificate' : ''}`]
}
