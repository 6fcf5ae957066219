// Writes the published JSON Schemas from the definitions with which the program itself checks: scenario files, report.json,
// backtest.json and drill.json. `npm run schema` runs it after a build and formats what it wrote.

import { writeFileSync } from 'node:fs'
import { backtestJsonSchema } from '../dist/development/backtest-schema.js'
import { drillJsonSchema } from '../dist/development/drill-schema.js'
import { jsonText } from '../dist/development/json-text.js'
import { reportJsonSchema } from '../dist/development/report-schema.js'
import { scenarioJsonSchema } from '../dist/development/scenario-schema.js'

const SCHEMAS = {
  'scenarios/scenario.schema.json': scenarioJsonSchema(),
  'reports/report.schema.json': reportJsonSchema(),
  'reports/backtest.schema.json': backtestJsonSchema(),
  'reports/drill.schema.json': drillJsonSchema(),
}

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(`../${file}`, import.meta.url), jsonText(schema))
}
