import { describe, expect, it } from 'vitest'
import { fileFacts, memoryFacts, portFacts } from '../../../../harness/doctor/machine/system-limits.ts'

const reader = (files: Readonly<Record<string, string>>) => (path: string) => files[path] ?? null

describe('open files', () => {
  it.each([
    ['1024                 524288               files', { soft: 1024, hard: 524_288 }],
    [
      'unlimited            unlimited            files',
      { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY },
    ],
  ])('%s', (limits, expected) => {
    const read = reader({
      '/proc/self/limits': `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${limits}\n`,
      '/proc/sys/fs/file-nr': '1952\t0\t2466015\n',
    })
    expect(fileFacts(read, 20)).toEqual({ ...expected, open: 20, machineLeft: 2_464_063 })
  })

  it('are not known on another platform', () => {
    expect(fileFacts(reader({}), null)).toEqual({ soft: null, hard: null, open: null, machineLeft: null })
  })
})

describe('local ports', () => {
  const range = { '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n' }

  it('are those of the range, but for reserved ones and those that wait', () => {
    const read = reader({
      ...range,
      '/proc/sys/net/ipv4/ip_local_reserved_ports': '8000-8010,32760-32777,40000,60999-61005\n',
      '/proc/net/sockstat': 'sockets: used 16\nTCP: inuse 1 orphan 0 tw 1027 alloc 1 mem 75\nUDP: inuse 0 mem 0\n',
    })
    expect(portFacts(read)).toEqual({ first: 32768, last: 60999, reserved: 10 + 1 + 1, timeWait: 1027 })
  })

  it('are known without what else the system may tell', () => {
    expect(portFacts(reader(range))).toEqual({ first: 32768, last: 60999, reserved: 0, timeWait: null })
    expect(portFacts(reader({}))).toBeNull()
  })
})

describe('memory', () => {
  it('is what is available, and what the group may have', () => {
    const read = reader({
      '/proc/meminfo': 'MemTotal:  100 kB\nMemAvailable:    50 kB\n',
      '/sys/fs/cgroup/memory.max': '4096',
      '/sys/fs/cgroup/memory.current': '1024',
    })
    const group = { version: 'v2', cpu: [], memory: ['/sys/fs/cgroup'] } as const
    expect(memoryFacts(read, group, 102_400)).toEqual({
      totalBytes: 102_400,
      availableBytes: 51_200,
      limitBytes: 4096,
      usedBytes: 1024,
    })
    expect(memoryFacts(reader({}), null, 5)).toEqual({
      totalBytes: 5,
      availableBytes: null,
      limitBytes: null,
      usedBytes: null,
    })
  })
})
