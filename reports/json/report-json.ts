// report.json: all of the report, as reports/report.schema.json describes it.

import type { Report } from '../../core/report/report.ts'
import { jsonText } from './json-text.ts'

export function renderJson(report: Report): string {
  return jsonText(report)
}
