// What a drill of alerting rules found, as plain data. schema/drill/drill-schema.ts defines it and says what each field holds;
// these are its parts by name.

import type * as z from 'zod'
import type { Immutable } from '../immutable.ts'
import type {
  DRILL_DOUBTS,
  drillBurn,
  drillDetection,
  drillEpisode,
  drillExpectation,
  drilledAlert,
  drillIncident,
  drillMonth,
  drillObjective,
  drillQuiet,
  drillReportSchema,
  drillSeeds,
  drillSeries,
  drillSource,
  drillSpread,
  drillTraffic,
  expectationOverSeeds,
} from './schema/drill/drill-schema.ts'

export interface DrillReport extends Immutable<z.infer<typeof drillReportSchema>> {}
export interface DrilledAlert extends Immutable<z.infer<typeof drilledAlert>> {}
/** What one alert did about one incident. */
export interface DrillDetection extends Immutable<z.infer<typeof drillDetection>> {}
export interface DrillBurn extends Immutable<z.infer<typeof drillBurn>> {}
/** One firing of one label set in a month. */
export interface DrillEpisode extends Immutable<z.infer<typeof drillEpisode>> {}
/** What one alert did where nothing went wrong. */
export interface DrillQuiet extends Immutable<z.infer<typeof drillQuiet>> {}
export interface DrillMonth extends Immutable<z.infer<typeof drillMonth>> {}
export interface ReportedIncident extends Immutable<z.infer<typeof drillIncident>> {}
export interface DrillObjective extends Immutable<z.infer<typeof drillObjective>> {}
export interface DrillSeries extends Immutable<z.infer<typeof drillSeries>> {}
export interface DrillSource extends Immutable<z.infer<typeof drillSource>> {}
export interface DrillTraffic extends Immutable<z.infer<typeof drillTraffic>> {}
export interface JudgedDrillExpectation extends Immutable<z.infer<typeof drillExpectation>> {}
export type DrillDoubt = (typeof DRILL_DOUBTS)[number]
/** What is known of several seeds: how many were asked for, and what was simulated in them. */
export interface DrillSeeds extends Immutable<z.infer<typeof drillSeeds>> {}
/** What an alert, or the first of all, did about an incident over the seeds. */
export type IncidentOverSeeds = Omit<NonNullable<DrilledAlert['overSeeds']>[number], 'incident'>
export interface DrillSpread extends Immutable<z.infer<typeof drillSpread>> {}
export interface ExpectationOverSeeds extends Immutable<z.infer<typeof expectationOverSeeds>> {}
