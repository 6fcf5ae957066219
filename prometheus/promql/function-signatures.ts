// The functions that are evaluated here, with the types of their arguments.
// Source: prometheus/prometheus promql/parser/functions.go.

import type { ValueType } from './expression/expression.ts'

export interface FunctionSignature {
  readonly parameters: readonly ValueType[]
  /** How many of the last parameters may be left out. */
  readonly optional: number
  readonly returns: ValueType
}

const vectorOf = (...parameters: ValueType[]): FunctionSignature => ({ parameters, optional: 0, returns: 'vector' })

export const FUNCTION_SIGNATURES: Readonly<Record<string, FunctionSignature>> = {
  abs: vectorOf('vector'),
  absent: vectorOf('vector'),
  absent_over_time: vectorOf('matrix'),
  avg_over_time: vectorOf('matrix'),
  ceil: vectorOf('vector'),
  changes: vectorOf('matrix'),
  clamp: vectorOf('vector', 'scalar', 'scalar'),
  clamp_max: vectorOf('vector', 'scalar'),
  clamp_min: vectorOf('vector', 'scalar'),
  count_over_time: vectorOf('matrix'),
  delta: vectorOf('matrix'),
  exp: vectorOf('vector'),
  floor: vectorOf('vector'),
  histogram_fraction: vectorOf('scalar', 'scalar', 'vector'),
  histogram_quantile: vectorOf('scalar', 'vector'),
  idelta: vectorOf('matrix'),
  increase: vectorOf('matrix'),
  irate: vectorOf('matrix'),
  last_over_time: vectorOf('matrix'),
  ln: vectorOf('vector'),
  log10: vectorOf('vector'),
  log2: vectorOf('vector'),
  max_over_time: vectorOf('matrix'),
  min_over_time: vectorOf('matrix'),
  present_over_time: vectorOf('matrix'),
  rate: vectorOf('matrix'),
  resets: vectorOf('matrix'),
  round: { parameters: ['vector', 'scalar'], optional: 1, returns: 'vector' },
  scalar: { parameters: ['vector'], optional: 0, returns: 'scalar' },
  sqrt: vectorOf('vector'),
  sum_over_time: vectorOf('matrix'),
  time: { parameters: [], optional: 0, returns: 'scalar' },
  vector: vectorOf('scalar'),
}

export function functionSignature(name: string): FunctionSignature | undefined {
  return Object.hasOwn(FUNCTION_SIGNATURES, name) ? FUNCTION_SIGNATURES[name] : undefined
}
