// How small an incident alerts still find, and how often they page for nothing, as plain data. Its schema says what each
// field holds (core/report/schema/drill/power-curve-schema.ts); these are its parts by name.

import type * as z from 'zod'
import type { Immutable } from '../immutable.ts'
import type {
  alertPower,
  askedDetection,
  falsePages,
  POWER_FINDINGS,
  powerCurveSchema,
  powerInterval,
  powerPoint,
  powerProposal,
  powerVariant,
  smallestIncident,
  TRAFFIC_TIMES,
  variantMap,
} from '../report/schema/drill/power-curve-schema.ts'

export interface PowerCurve extends Immutable<z.infer<typeof powerCurveSchema>> {}
export interface AlertPower extends Immutable<z.infer<typeof alertPower>> {}
export interface PowerPoint extends Immutable<z.infer<typeof powerPoint>> {}
export interface PowerInterval extends Immutable<z.infer<typeof powerInterval>> {}
export interface FalsePages extends Immutable<z.infer<typeof falsePages>> {}
export interface SmallestIncident extends Immutable<z.infer<typeof smallestIncident>> {}
export interface AskedDetection extends Immutable<z.infer<typeof askedDetection>> {}
export interface PowerVariant extends Immutable<z.infer<typeof powerVariant>> {}
export interface VariantMap extends Immutable<z.infer<typeof variantMap>> {}
export interface PowerProposal extends Immutable<z.infer<typeof powerProposal>> {}
export type PowerFinding = (typeof POWER_FINDINGS)[number]
export type TrafficTime = (typeof TRAFFIC_TIMES)[number]
