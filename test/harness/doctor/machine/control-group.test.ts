import { describe, expect, it } from 'vitest'
import {
  controlGroup,
  groupMemory,
  quotaCores,
  throttledSeconds,
} from '../../../../harness/doctor/machine/control-group.ts'
import type { ReadText } from '../../../../harness/doctor/machine/read-text.ts'

const NO_LIMIT_V1 = '9223372036854771712\n'

function machine(files: Readonly<Record<string, string>>): ReadText {
  return (path) => files[path] ?? null
}

function seen(files: Readonly<Record<string, string>>) {
  const read = machine(files)
  const group = controlGroup(read)
  if (group === null) return null
  return {
    version: group.version,
    quota: quotaCores(group, read),
    throttled: throttledSeconds(group, read),
    memory: groupMemory(group, read),
  }
}

const V2 = { '/sys/fs/cgroup/cgroup.controllers': 'cpu memory\n' }

describe('the control groups of a process', () => {
  it.each<[string, Readonly<Record<string, string>>, ReturnType<typeof seen>]>([
    ['are none on another platform', {}, null],
    [
      'version 2, in a container that sees its own group as the root',
      {
        ...V2,
        '/proc/self/cgroup': '0::/\n',
        '/sys/fs/cgroup/cpu.max': '150000 100000\n',
        '/sys/fs/cgroup/cpu.stat': 'usage_usec 5\nnr_throttled 3\nthrottled_usec 2500000\n',
        '/sys/fs/cgroup/memory.max': '1073741824\n',
        '/sys/fs/cgroup/memory.current': '900000000\n',
        '/sys/fs/cgroup/memory.stat': 'anon 1\ninactive_file 400000000\n',
      },
      { version: 'v2', quota: 1.5, throttled: 2.5, memory: { limitBytes: 1_073_741_824, usedBytes: 500_000_000 } },
    ],
    [
      'version 2 without limits',
      {
        ...V2,
        '/proc/self/cgroup': '0::/user.slice\n',
        '/sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n',
        '/sys/fs/cgroup/user.slice/memory.max': 'max\n',
      },
      { version: 'v2', quota: null, throttled: null, memory: null },
    ],
    [
      'version 2, where a group above is the tightest',
      {
        ...V2,
        '/proc/self/cgroup': '0::/pods/a/main\n',
        '/sys/fs/cgroup/pods/a/main/cpu.max': 'max 100000\n',
        '/sys/fs/cgroup/pods/a/cpu.max': '400000 100000\n',
        '/sys/fs/cgroup/pods/cpu.max': '50000 100000\n',
        '/sys/fs/cgroup/pods/a/memory.max': '2000\n',
        '/sys/fs/cgroup/pods/a/memory.current': '500\n',
        '/sys/fs/cgroup/pods/memory.max': '5000\n',
        '/sys/fs/cgroup/pods/memory.current': '4500\n',
      },
      { version: 'v2', quota: 0.5, throttled: null, memory: { limitBytes: 5000, usedBytes: 4500 } },
    ],
    [
      'version 2, named by the path on the host, which is not seen here',
      {
        ...V2,
        '/proc/self/cgroup': '0::/../../docker/abc\n',
        '/sys/fs/cgroup/cpu.max': '200000 100000\n',
      },
      { version: 'v2', quota: 2, throttled: null, memory: null },
    ],
    [
      'version 1, controllers mounted together',
      {
        '/proc/self/cgroup': '4:cpu,cpuacct:/docker/abc\n9:memory:/docker/abc\n1:name=systemd:/\n',
        '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '50000\n',
        '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
        '/sys/fs/cgroup/cpu,cpuacct/cpu.stat': 'nr_periods 9\nnr_throttled 1\nthrottled_time 1500000000\n',
        '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': NO_LIMIT_V1,
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
        '/sys/fs/cgroup/memory/memory.usage_in_bytes': '100\n',
      },
      { version: 'v1', quota: 0.5, throttled: 1.5, memory: { limitBytes: 536_870_912, usedBytes: 100 } },
    ],
    [
      'version 1 without limits',
      {
        '/proc/self/cgroup': '1:cpu:/\n4:memory:/jobs/1\n0::/\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        '/sys/fs/cgroup/memory/jobs/1/memory.limit_in_bytes': NO_LIMIT_V1,
      },
      { version: 'v1', quota: null, throttled: null, memory: null },
    ],
    ['of which none is of CPU time or memory', { '/proc/self/cgroup': '1:name=systemd:/\n' }, null],
  ])('%s', (_, files, expected) => {
    expect(seen(files)).toEqual(expected)
  })
})
