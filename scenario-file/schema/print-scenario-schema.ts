// Prints scenario.schema.json, for `node dist/scenario-file/schema/print-scenario-schema.js > scenarios/scenario.schema.json`.

import { scenarioJsonSchema } from './scenario-schema.ts'

process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
