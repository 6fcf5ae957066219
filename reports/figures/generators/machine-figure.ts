// Where a run was led from, and what sent its load: the machine that a report knows is the coordinator's, and says nothing of
// generators that joined from others.

import type { Report } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'

/** `linux x64, 4 CPUs, 2 generator threads`, or `led from linux x64, 4 CPUs; 10 generators on 4 hosts`. */
export function machineFigure({ run, generator }: Pick<Report, 'run' | 'generator'>): string {
  const { platform, cpuCount, workers } = run
  const machine = `${platform}, ${counted(cpuCount, 'CPU')}`
  const { generators = [] } = generator
  if (generators.every(({ place }) => place === 'thread')) return `${machine}, ${counted(workers, 'generator thread')}`
  if (generators.every(({ place }) => place === 'process'))
    return `${machine}, ${counted(generators.length, 'generator process', 'generator processes')}`
  const hosts = new Set(generators.map(({ host }) => host)).size
  const ledBy = run.collected === undefined ? 'led from' : 'led until its coordinator died from'
  return `${ledBy} ${machine}; ${counted(generators.length, 'generator')} on ${counted(hosts, 'host')}`
}
