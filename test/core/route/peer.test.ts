import { expect, it } from 'vitest'
import { mergePeers } from '../../../core/route/peer.ts'

const tls = { protocol: 'TLSv1.3', cipher: 'c', subject: 's', issuer: 'i', validTo: null, verified: true }

it('counts every address once', () => {
  const a = { address: '10.0.0.1', opened: 2, failed: 0, reason: null }
  const b = { address: '10.0.0.2', opened: 0, failed: 3, reason: 'no answer' }
  const merged = mergePeers([
    { addresses: [a, b], tls: null },
    { addresses: [a], tls },
  ])
  expect(merged).toEqual({ addresses: [{ ...a, opened: 4 }, b], tls })
})

it('is nobody where there was no generator', () => {
  expect(mergePeers([])).toEqual({ addresses: [], tls: null })
})
