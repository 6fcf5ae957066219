import { describe, expect, it } from 'vitest'
import { adviseUnfit } from '../../../../analysis/advice/generators/unfit-generators.ts'
import type { Report, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'
import { BUSY, KEPT, STARVED, singleGenerators } from '../../../support/single-generators.ts'

const spike: Report = SAMPLE_REPORTS['passing-spike']

function unfit(generators: ReportedSingleGenerator[], cpuCount = 4): Report {
  const generator = { ...spike.generator, fit: false, overloaded: true, generators }
  return { ...spike, run: { ...spike.run, cpuCount, workers: generators.length }, generator }
}

const actions = (report: Report) => adviseUnfit(report).map(({ action }) => action)

describe('of generators that did not keep to their schedule', () => {
  it.each<[string, ReportedSingleGenerator[], number, RegExp]>([
    [
      'more threads than cores: fewer threads',
      singleGenerators(4, 'thread', { 2: STARVED }),
      2,
      /^Run it where nothing else runs, or with a larger CPU quota, or with fewer generator threads \(--workers 1\): generator thread 2 of 4 waited for a core, and what it measured is its own waiting\.$/,
    ],
    [
      'more processes than cores: fewer processes, or other machines',
      singleGenerators(8, 'process', { 2: { ...STARVED, cores: 4 }, 5: { ...STARVED, cores: 4 } }),
      4,
      /^Start fewer processes on this machine \(--generators 3\), or have generators on other machines join it \(--join\): generators 2 and 5 of 8 waited for a core, and what they measured is their own waiting\.$/,
    ],
    [
      'one that joined where the run is led: another machine',
      singleGenerators(3, 'here', { 1: STARVED }),
      4,
      /^Let it send from another machine than the one that leads the run: generator 1 of 3 \(load-1 on host-1\) waited/,
    ],
    [
      'one far away: a core of its own there',
      singleGenerators(3, 'elsewhere', { 3: STARVED }),
      64,
      /^Give it a core of its own on host-3: no other work, and no limit of CPU: generator 3 of 3 \(load-3 on host-3\) waited/,
    ],
    [
      'several on a host with fewer cores: fewer there',
      singleGenerators(
        4,
        'elsewhere',
        Object.fromEntries([1, 2, 3, 4].map((n) => [n, { ...STARVED, host: 'big', cores: 2 }])),
      ),
      64,
      /^Start fewer generators on big, and more machines in their place: generators 1, 2, 3 and 4 of 4 waited/,
    ],
    [
      'busy threads with cores to spare: more threads',
      singleGenerators(2, 'thread', { 1: BUSY, 2: BUSY }),
      8,
      /^Use more generator threads \(--workers 3; 8 cores are here\), or lower the rate below 160\/s: generator threads 1 and 2 of 2 did not keep to their schedule, so that no finding holds\.$/,
    ],
    [
      'busy threads without: a larger machine, or several',
      singleGenerators(2, 'thread', { 1: BUSY }),
      2,
      /^Use a machine with more than its 2 cores, or generators on several machines \(--generators, --join\), or lower the rate/,
    ],
    [
      'busy processes with cores to spare: more of them',
      singleGenerators(2, 'process', { 1: { ...BUSY, cores: 8 } }),
      8,
      /^Use more processes \(--generators 3; 8 cores are here\), or lower the rate/,
    ],
    [
      'busy processes without: other machines',
      singleGenerators(2, 'process', { 1: { ...BUSY, cores: 2 } }),
      2,
      /^Use a machine with more than its 2 cores, or have generators on other machines join it \(--join\), or lower the rate/,
    ],
    [
      'one busy machine of several: a faster one there',
      singleGenerators(3, 'elsewhere', { 3: BUSY }),
      64,
      /^Put machines as fast as the others in place of host-3, or start more generators \(--generators 4\), so that each sends less, or lower the rate/,
    ],
    [
      'all far machines busy: more of them',
      singleGenerators(2, 'elsewhere', { 1: BUSY, 2: BUSY }),
      64,
      /^Start more generators \(--generators 3\), each with a core of its own, or lower the rate/,
    ],
    [
      'late without a cause of its own: the other work on that host',
      singleGenerators(3, 'elsewhere', { 2: KEPT }),
      4,
      /^Find what kept generator 2 of 3 \(load-2 on host-2\) from its schedule, such as other work on host-2: it was not busy itself, so that no finding holds\.$/,
    ],
  ])('%s', (_, generators, cores, action) => {
    expect(actions(unfit(generators, cores))).toEqual([expect.stringMatching(action)])
  })

  it('far away never speaks of threads, nor of this machine', () => {
    for (const change of [STARVED, BUSY, KEPT]) {
      const [advice] = adviseUnfit(unfit(singleGenerators(3, 'elsewhere', { 2: change })))
      expect(`${advice?.action} ${advice?.figure}`).not.toMatch(/--workers|this machine|thread/)
    }
  })

  it('advises each cause by itself, and names whom it is about', () => {
    const report = unfit(singleGenerators(5, 'elsewhere', { 1: STARVED, 2: BUSY, 4: KEPT }))
    expect(adviseUnfit(report).map(({ kind, figure }) => [kind, figure])).toEqual([
      ['machine', 'In the worst second it was ready to run but without a core for 45% of the time (4 cores there).'],
      [
        'generator',
        'Its P99 send lag was 400µs; its event loop was 99% busy in the busiest second, and it was saturated for 9s.',
      ],
      [
        'generator',
        'Its P99 send lag was 400µs; its event loop was 10% busy in the busiest second. 20 of 1,000 requests were sent late.',
      ],
    ])
  })

  it('says nothing of one that was lost and not late', () => {
    const generator = { ...spike.generator, fit: false, overloaded: false, lost: 1 }
    expect(adviseUnfit({ ...spike, generator })).toEqual([])
  })
})
