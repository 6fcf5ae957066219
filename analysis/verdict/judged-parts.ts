import type { Report } from '../../core/report/report.ts'

/** The parts of a report on which its verdict rests. */
export type JudgedParts = Pick<
  Report,
  | 'load'
  | 'generator'
  | 'server'
  | 'uncounted'
  | 'crossCheck'
  | 'populations'
  | 'routes'
  | 'sla'
  | 'alerts'
  | 'baseline'
>
