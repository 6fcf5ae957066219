import { describe, expect, it } from 'vitest'
import type { Report } from '../../../../core/report/report.ts'
import { targetFigures } from '../../../../reports/figures/target/target-figures.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'

const { run } = SAMPLE_REPORTS['passing-spike']
type ReportedTarget = NonNullable<Report['run']['target']>
const figures = (target: Partial<ReportedTarget>) =>
  targetFigures({ run: { ...run, target: { addresses: [], tls: null, ...target } } })

const up = (address: string, opened: number) => ({ address, opened, failed: 0, reason: null })
const tls = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  subject: 'shop.test',
  issuer: 'Our CA',
  validTo: '2027-01-31T12:00:00.000Z',
  verified: true,
  clientCertificate: false,
}

describe('targetFigures', () => {
  it.each<[Partial<ReportedTarget>, string | undefined]>([
    [{}, undefined],
    [{ addresses: [up('10.0.0.1', 6)] }, undefined],
    [
      { addresses: [up('10.0.0.1', 6), up('10.0.0.2', 1)] },
      'connections to 10.0.0.1 (6 connections), 10.0.0.2 (1 connection)',
    ],
    [
      {
        choice: 'spread',
        knownAddresses: ['10.0.0.1', '10.0.0.2'],
        addresses: [up('10.0.0.1', 6), { address: '10.0.0.2', opened: 0, failed: 9, reason: 'connection refused' }],
      },
      'spread over 10.0.0.1 (6 connections), 10.0.0.2 (down: connection refused)',
    ],
    [
      { choice: 'pin', knownAddresses: ['10.0.0.1', '10.0.0.2'], addresses: [up('10.0.0.1', 6)] },
      'pinned to 10.0.0.1 (6 connections) of 2 addresses',
    ],
    [
      { choice: 'pin', knownAddresses: ['10.0.0.1'], addresses: [up('10.0.0.1', 6)] },
      'pinned to 10.0.0.1 (6 connections)',
    ],
    [{ socket: 'run/app.sock', host: 'shop.test' }, 'over the socket run/app.sock; Host shop.test'],
    [{ tls }, 'TLSv1.3, certificate of shop.test by Our CA, valid to 2027-01-31'],
    [
      { tls: { ...tls, subject: null, issuer: null, validTo: null, verified: false, clientCertificate: true } },
      'TLSv1.3, certificate, not verified; with a client certificate',
    ],
  ])('of %j is %j', (target, said) => {
    expect(figures(target)).toBe(said)
  })

  it('is nothing for the bundled server', () => {
    const { target: _, ...others } = run
    expect(targetFigures({ run: others })).toBeUndefined()
  })
})
