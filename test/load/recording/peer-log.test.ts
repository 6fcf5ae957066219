import { describe, expect, it } from 'vitest'
import { addressesDown, PeerLog } from '../../../load/recording/peer-log.ts'

describe('PeerLog', () => {
  it('counts by address, and keeps the last reason', () => {
    const log = new PeerLog()
    log.opened('10.0.0.1', null)
    log.opened('10.0.0.1', null)
    log.failed('10.0.0.2', 'no answer')
    log.failed('10.0.0.2', 'connection refused')
    expect(log.peer()).toEqual({
      addresses: [
        { address: '10.0.0.1', opened: 2, failed: 0, reason: null },
        { address: '10.0.0.2', opened: 0, failed: 2, reason: 'connection refused' },
      ],
      tls: null,
    })
  })

  it('has no address of a socket, nor of one that was not chosen', () => {
    const log = new PeerLog()
    log.opened(undefined, null)
    log.failed(null, 'connection refused')
    expect(log.peer().addresses).toEqual([])
  })
})

describe('addressesDown', () => {
  const up = { address: '10.0.0.1', opened: 2, failed: 1, reason: 'connection reset' }
  const down = { address: '10.0.0.2', opened: 0, failed: 7, reason: 'connection refused' }

  it('are those to which nothing could be opened', () => {
    expect(addressesDown({ addresses: [up, down], tls: null })).toEqual([
      { kind: 'address-down', address: '10.0.0.2', attempts: 7, reason: 'connection refused' },
    ])
  })

  it('are none where nothing could be opened at all: that is no matter of one address', () => {
    expect(addressesDown({ addresses: [down], tls: null })).toEqual([])
  })
})
