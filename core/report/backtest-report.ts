// What back-testing alerting rules found: everything that a reader, a CI gate or another program needs, as plain data.
// schema/backtest-schema.ts defines it and says what each field holds; these are its parts by name.

import type * as z from 'zod'
import type { Immutable } from '../immutable.ts'
import type {
  backtestDay,
  backtestEpisode,
  backtestedAlert,
  backtestHistories,
  backtestHistory,
  backtestReportSchema,
  backtestSpan,
  backtestVariant,
  changedAlert,
  EXPECTATION_DOUBTS,
  judgedExpectation,
  layoutJudgement,
  movedPage,
} from './schema/backtest-schema.ts'

export interface BacktestReport extends Immutable<z.infer<typeof backtestReportSchema>> {}
export interface ReportedVariant extends Immutable<z.infer<typeof backtestVariant>> {}
export interface ReportedAlert extends Immutable<z.infer<typeof backtestedAlert>> {}
export interface ReportedHistories extends Immutable<z.infer<typeof backtestHistories>> {}
export interface ReportedHistory extends Immutable<z.infer<typeof backtestHistory>> {}
export interface ReportedEpisode extends Immutable<z.infer<typeof backtestEpisode>> {}
export interface ReportedSpan extends Immutable<z.infer<typeof backtestSpan>> {}
/** The pages of one day. */
export interface ReportedDay extends Immutable<z.infer<typeof backtestDay>> {}
/** What the buckets of a histogram decide for one comparison of an alert. */
export interface LayoutJudgement extends Immutable<z.infer<typeof layoutJudgement>> {}
/** One alert, as written and as proposed. */
export interface ChangedAlert extends Immutable<z.infer<typeof changedAlert>> {}
export interface MovedPage extends Immutable<z.infer<typeof movedPage>> {}
export interface JudgedExpectation extends Immutable<z.infer<typeof judgedExpectation>> {}
export type ExpectationDoubt = (typeof EXPECTATION_DOUBTS)[number]
