// Writes the two published JSON Schemas from the definitions with which the program itself checks: scenario files and
// report.json. `npm run schema` runs it after a build and formats what it wrote.

import { writeFileSync } from 'node:fs'
import { reportJsonSchema } from '../dist/core/report/schema/report-schema.js'
import { jsonText } from '../dist/reports/json/json-text.js'
import { scenarioJsonSchema } from '../dist/scenario-file/schema/scenario-schema.js'

const SCHEMAS = {
  'scenarios/scenario.schema.json': scenarioJsonSchema(),
  'reports/report.schema.json': reportJsonSchema(),
}

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(`../${file}`, import.meta.url), jsonText(schema))
}
