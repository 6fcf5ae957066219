// The entry of a thread that simulates months of a drill, one after the other. Of each, only what its alerts did is handed over.

import { workerData } from 'node:worker_threads'
import { monthOutcome } from '../../../analysis/drill/month-outcome.ts'
import { DAY_SECONDS } from '../../../core/drill/incident-catalogue.ts'
import type { MonthOutcome } from '../../../core/drill/month-outcome.ts'
import { collectGarbage } from '../../../simulation/threads/collect-garbage.ts'
import { serveJobs } from '../../../simulation/threads/serve-jobs.ts'
import { drillMonth } from '../drill-month.ts'
import { drillNotifications } from '../service/drill-notifications.ts'
import type { MonthJob, MonthSetup } from './month-job.ts'

const { drill, options, alerts }: MonthSetup = workerData
const prepared = { ...drill, notifications: drillNotifications(drill.alertmanager) }

serveJobs<MonthJob, MonthOutcome>(({ plan, keepsFirings }) => {
  collectGarbage()
  return monthOutcome(drillMonth(plan, prepared, options), {
    monthSeconds: options.days * DAY_SECONDS,
    objectives: drill.objectives,
    alerts,
    keepsFirings,
  })
})
