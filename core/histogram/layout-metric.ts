import { MODEL_LATENCY_METRIC } from './model-latency-metric.ts'

/** The histogram of an extra layout that the bundled server observes beside its main one. */
export function layoutMetric(layoutName: string): string {
  return `${MODEL_LATENCY_METRIC}_layout_${layoutName.replace(/[^a-zA-Z0-9_]/g, '_')}`
}
