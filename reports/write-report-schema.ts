// Writes the published JSON Schema of report.json. To be run whenever reports/report-schema.ts changes; a test
// says when it was forgotten.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import { jsonText } from './json-text.ts'
import { reportJsonSchema } from './report-schema.ts'

export const REPORT_SCHEMA_FILE: string = join(packageRoot, 'reports', 'report.schema.json')

export function reportSchemaText(): string {
  return jsonText(reportJsonSchema())
}

export async function writeReportSchema(file: string = REPORT_SCHEMA_FILE): Promise<void> {
  await writeFile(file, reportSchemaText())
}
