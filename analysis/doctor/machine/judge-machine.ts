// Whether this machine can measure. Each judgement reads facts, and what the scenario needs.

import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { MachineFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { judgeClockSource } from './judge-clock-source.ts'
import { judgeCores } from './judge-cores.ts'
import { judgeCpuQuota } from './judge-cpu-quota.ts'
import { judgeMemory } from './judge-memory.ts'
import { judgeOpenFiles } from './judge-open-files.ts'
import { judgeOtherLoad } from './judge-other-load.ts'
import { judgePorts } from './judge-ports.ts'
import { judgeReportFolder } from './judge-report-folder.ts'
import { judgeTimers } from './judge-timers.ts'

export function judgeMachine(facts: MachineFacts, needs: RunNeeds): readonly DoctorCheck[] {
  return [
    judgeCores(facts.cores, needs),
    judgeCpuQuota(facts.quota, needs),
    judgeMemory(facts.memory, needs),
    judgeOpenFiles(facts.files, needs),
    judgePorts(facts.ports, needs),
    judgeTimers(facts.timers, needs),
    judgeClockSource(facts.clock),
    judgeOtherLoad(facts.load, facts.cores),
    judgeReportFolder(facts.folder),
  ]
}
