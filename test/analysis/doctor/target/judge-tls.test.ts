import { describe, expect, it } from 'vitest'
import { judgeTls } from '../../../../analysis/doctor/target/judge-tls.ts'
import type { TlsFacts } from '../../../../core/doctor/target-facts.ts'

const NOW = Date.parse('2026-06-01T00:00:00Z')

function certificate(validTo: string | null, change: Partial<TlsFacts> = {}): TlsFacts {
  const use = {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    subject: 'shop',
    issuer: 'ours',
    validTo,
    verified: change.distrust === undefined,
  }
  return { of: 'target', use, distrust: null, verifies: true, ...change }
}

const told = (all: readonly TlsFacts[], runSeconds = 60) => {
  const judged = judgeTls(all, { nowMs: NOW, runSeconds })
  return judged && [judged.state, judged.observed]
}

describe('a certificate', () => {
  it.each<[string, TlsFacts, readonly [string, string]]>([
    [
      'is valid',
      certificate('2026-09-01T00:00:00Z'),
      ['ok', 'target: TLSv1.3, a certificate of shop that is valid for 92 more days'],
    ],
    [
      'expires soon',
      certificate('2026-06-14T00:00:00Z'),
      ['warning', 'target: TLSv1.3, a certificate of shop that is valid for 13 more days'],
    ],
    [
      'expires during the run',
      certificate('2026-06-01T00:00:59Z'),
      ['problem', 'target: TLSv1.3, a certificate of shop that expires before the run ends'],
    ],
    [
      'is not trusted',
      certificate('2026-09-01T00:00:00Z', { distrust: 'unknown issuer' }),
      ['problem', 'target: TLSv1.3, a certificate of shop: unknown issuer'],
    ],
    [
      'is not verified',
      certificate('2026-09-01T00:00:00Z', { distrust: 'unknown issuer', verifies: false }),
      ['warning', 'target: TLSv1.3, a certificate of shop that is valid for 92 more days, which is not verified'],
    ],
    [
      'has expired, and is not verified',
      certificate('2026-05-01T00:00:00Z', { distrust: 'expired', verifies: false }),
      ['warning', 'target: TLSv1.3, a certificate of shop that has expired'],
    ],
    ['says nothing of its end', certificate(null), ['ok', 'target: TLSv1.3, a certificate of shop']],
  ])('that %s', (_, facts, expected) => {
    expect(told([facts])).toEqual(expected)
  })

  it('is the gravest of those of target and metrics', () => {
    const metrics = certificate('2026-09-01T00:00:00Z', { of: 'metrics', distrust: 'unknown issuer' })
    expect(told([certificate('2026-06-14T00:00:00Z'), metrics])).toEqual([
      'problem',
      'metrics: TLSv1.3, a certificate of shop: unknown issuer',
    ])
  })

  it('is not asked for without TLS', () => {
    expect(told([])).toBeNull()
  })
})
