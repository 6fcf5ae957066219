import { describe, expect, it } from 'vitest'
import { judgeMachine } from '../../../../analysis/doctor/machine/judge-machine.ts'
import type { CheckId, CheckState } from '../../../../core/doctor/doctor-check.ts'
import type { MachineFacts } from '../../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../../core/doctor/run-needs.ts'

const GB = 1024 ** 3

const NEEDS: RunNeeds = {
  scenario: 'shop',
  connections: 256,
  generators: 1,
  isLocal: true,
  takesPorts: true,
  allowedLagSeconds: 0.005,
}

const FIT: MachineFacts = {
  cores: { online: 4, allowed: 4 },
  quota: { cgroup: 'v2', quotaCores: null, throttledShare: 0 },
  memory: { totalBytes: 8 * GB, availableBytes: 6 * GB, limitBytes: null, usedBytes: null },
  files: { soft: 1024, hard: 4096, open: 20, machineLeft: 1_000_000 },
  ports: { first: 32768, last: 60999, reserved: 0, timeWait: 0 },
  timers: { sleeps: 1500, medianSeconds: 0.0001, p99Seconds: 0.0005, maxSeconds: 0.002 },
  clock: { source: 'tsc', others: ['hpet'], readSeconds: 40e-9 },
  load: { othersCores: 0.1, stealShare: 0, waitingShare: 0 },
  folder: { path: 'reports/runs', isWritable: true, freeBytes: 5 * GB },
}

function judged(id: CheckId, facts: Partial<MachineFacts>, needs: Partial<RunNeeds> = {}) {
  const found = judgeMachine({ ...FIT, ...facts }, { ...NEEDS, ...needs }).find((each) => each.id === id)
  return [found?.state, found?.observed, found?.advice]
}

describe('a machine that is fit', () => {
  it('has nothing to be done about it', () => {
    const checks = judgeMachine(FIT, NEEDS)
    expect(checks.map(({ id, state }) => [id, state])).toEqual(
      [
        'cores',
        'cpu-quota',
        'memory',
        'open-files',
        'ports',
        'timers',
        'clock-source',
        'other-load',
        'report-folder',
      ].map((id) => [id, 'ok']),
    )
    expect(checks.filter(({ advice }) => advice !== null)).toEqual([])
  })
})

describe('a machine that tells nothing', () => {
  it('is not taken to be fit: what could not be seen is unknown', () => {
    const checks = judgeMachine(
      {
        cores: { online: 8, allowed: 8 },
        quota: { cgroup: null, quotaCores: null, throttledShare: null },
        memory: { totalBytes: 8 * GB, availableBytes: null, limitBytes: null, usedBytes: null },
        files: { soft: null, hard: null, open: null, machineLeft: null },
        ports: null,
        timers: null,
        clock: { source: null, others: [], readSeconds: 40e-9 },
        load: null,
        folder: { path: '.', isWritable: true, freeBytes: null },
      },
      NEEDS,
    )
    expect(checks.filter(({ state }) => state !== 'unknown').map(({ id }) => id)).toEqual(['cores', 'report-folder'])
  })
})

describe('cores', () => {
  it.each<[number, number, number, CheckState, string]>([
    [2, 2, 1, 'ok', '2 cores'],
    [1, 1, 1, 'warning', '1 core'],
    [8, 1, 1, 'warning', '1 core for this process, of 8'],
    [4, 4, 4, 'warning', '4 cores'],
  ])('%i, of which %i are allowed, for %i generators: %s', (online, allowed, generators, state, observed) => {
    expect(judged('cores', { cores: { online, allowed } }, { generators }).slice(0, 2)).toEqual([state, observed])
  })

  it('that are too few are told with what takes turns, and how to have more', () => {
    const [, , advice] = judged('cores', { cores: { online: 8, allowed: 1 } })
    expect(advice).toBe(
      'the service and the generator take turns, and each is measured as slower than it is: give it 2 cores, or unpin it (taskset, cpuset)',
    )
  })
})

describe('a quota of CPU time', () => {
  it.each<[number | null, number | null, CheckState, string]>([
    [null, 0, 'ok', 'no quota (cgroup v2)'],
    [4, 0, 'ok', 'a quota of 4 cores (cgroup v2)'],
    [1.5, 0, 'warning', 'a quota of 1.5 cores (cgroup v2)'],
    [0.5, null, 'problem', 'a quota of 0.5 cores (cgroup v2)'],
    [4, 0.125, 'problem', 'a quota of 4 cores (cgroup v2), kept from running during 12.5% of a second'],
  ])('of %s, throttled %s: %s', (quotaCores, throttledShare, state, observed) => {
    expect(judged('cpu-quota', { quota: { cgroup: 'v2', quotaCores, throttledShare } }).slice(0, 2)).toEqual([
      state,
      observed,
    ])
  })
})

describe('memory', () => {
  it.each<[Partial<MachineFacts['memory']>, CheckState, string]>([
    [{}, 'ok', '6 GB available'],
    [{ availableBytes: 0.5 * GB }, 'warning', '512 MB available'],
    [{ availableBytes: 0.1 * GB }, 'problem', '102.4 MB available'],
    [{ limitBytes: GB, usedBytes: 0.9 * GB }, 'problem', '102.4 MB available below a limit of 1 GB'],
    [{ availableBytes: 280 * 1024 ** 2 }, 'problem', '280 MB available'],
    [{ limitBytes: 2 * GB, usedBytes: null }, 'ok', '2 GB available below a limit of 2 GB'],
    [{ limitBytes: GB, usedBytes: 2 * GB }, 'problem', '0 B available below a limit of 1 GB'],
  ])('%j: %s', (memory, state, observed) => {
    expect(judged('memory', { memory: { ...FIT.memory, ...memory } }).slice(0, 2)).toEqual([state, observed])
  })
})

describe('open files', () => {
  it.each<[Partial<MachineFacts['files']>, CheckState, string | null]>([
    [{ soft: 328 }, 'ok', null],
    [{ soft: 327, hard: 328 }, 'problem', 'run ulimit -n 328 before, or lower load.connections'],
    [
      { soft: 327, hard: 327 },
      'problem',
      'raise the limit to 328 (limits.conf, LimitNOFILE, docker run --ulimit nofile=328), or lower load.connections',
    ],
    [{ soft: Number.POSITIVE_INFINITY, hard: null, machineLeft: null }, 'ok', null],
    [{ machineLeft: 583 }, 'problem', 'raise fs.file-max (sysctl), or end what holds so many'],
    [{ machineLeft: 584 }, 'ok', null],
  ])('%j: %s', (files, state, advice) => {
    const [found, , todo] = judged('open-files', { files: { ...FIT.files, ...files } })
    expect([found, todo]).toEqual([state, advice])
  })

  it('of a service elsewhere are its own', () => {
    expect(judged('open-files', { files: { ...FIT.files, machineLeft: 400 } }, { isLocal: false })[0]).toBe('ok')
  })
})

describe('ports', () => {
  it.each<[Partial<NonNullable<MachineFacts['ports']>>, CheckState]>([
    [{}, 'ok'],
    [{ first: 40000, last: 40255 }, 'warning'],
    [{ first: 40000, last: 40254 }, 'problem'],
    [{ first: 40000, last: 40511 }, 'ok'],
    [{ first: 40000, last: 40999, reserved: 800 }, 'problem'],
    [{ timeWait: 28_000 }, 'warning'],
    [{ timeWait: null }, 'ok'],
  ])('%j: %s', (ports, state) => {
    expect(judged('ports', { ports: { first: 32768, last: 60999, reserved: 0, timeWait: 0, ...ports } })[0]).toBe(state)
  })

  it('are not taken by connections over a socket', () => {
    expect(judged('ports', { ports: null }, { takesPorts: false })[0]).toBe('ok')
  })
})

describe('timers', () => {
  it.each<[number, number, CheckState]>([
    [1500, 0.0025, 'ok'],
    [1500, 0.0026, 'warning'],
    [1500, 0.005, 'warning'],
    [1500, 0.0051, 'problem'],
    [29, 0.0001, 'unknown'],
  ])('%i sleeps that end up to %s s late, where 5 ms are allowed: %s', (sleeps, p99Seconds, state) => {
    expect(judged('timers', { timers: { sleeps, p99Seconds, medianSeconds: 0, maxSeconds: 1 } })[0]).toBe(state)
  })
})

describe('the clock', () => {
  it.each<[string | null, string[], number, CheckState, string | null]>([
    ['kvm-clock', ['tsc'], 60e-9, 'ok', null],
    [null, [], 60e-9, 'unknown', null],
    [
      'hpet',
      ['tsc', 'acpi_pm'],
      2e-6,
      'warning',
      'a clock that is slow to read slows the generator down: write tsc to /sys/devices/system/clocksource/clocksource0/current_clocksource as root',
    ],
    [
      'acpi_pm',
      ['hpet'],
      5e-6,
      'warning',
      'a clock that is slow to read slows the generator down: a virtual machine of another kind may offer a faster one',
    ],
  ])('%s beside %j, read in %s s: %s', (source, others, readSeconds, state, advice) => {
    const [found, , todo] = judged('clock-source', { clock: { source, others, readSeconds } })
    expect([found, todo]).toEqual([state, advice])
  })
})

describe('other load', () => {
  it.each<[number, number, CheckState, string]>([
    [1, 0, 'ok', 'others use 1.0 of 4 cores'],
    [1.04, 0, 'warning', 'others use 1.0 of 4 cores'],
    [0, 0.021, 'warning', 'others use 0.0 of 4 cores; the hypervisor took 2.1% of the time'],
    [0, 0.02, 'ok', 'others use 0.0 of 4 cores'],
  ])('%s cores, %s stolen: %s', (othersCores, stealShare, state, observed) => {
    expect(judged('other-load', { load: { othersCores, stealShare, waitingShare: null } }).slice(0, 2)).toEqual([
      state,
      observed,
    ])
  })
})

describe('the folder of reports', () => {
  it.each<[Partial<MachineFacts['folder']>, CheckState, string]>([
    [{}, 'ok', 'reports/runs, 5 GB free'],
    [{ freeBytes: null }, 'ok', 'reports/runs'],
    [{ freeBytes: 1024 }, 'warning', 'reports/runs, 1 KB free'],
    [{ isWritable: false }, 'problem', 'reports/runs cannot be written to'],
  ])('%j: %s', (folder, state, observed) => {
    expect(judged('report-folder', { folder: { ...FIT.folder, ...folder } }).slice(0, 2)).toEqual([state, observed])
  })
})
