// What the setup captured, as messages carry it: JSON as text, for numbers keep their digits in it.

import { type JsonValue, jsonText, parseJson } from '../../core/json/exact-json.ts'
import { registerSecret } from '../../core/secrets/secrets.ts'
import { textsIn } from '../flows/user-session.ts'

/** By name. */
export type Captured = Readonly<Record<string, JsonValue>>

export interface SetupValues {
  /** Counts the renewals, from 0. */
  readonly generation: number
  /** By name: JSON. */
  readonly captured: Readonly<Record<string, string>>
}

export function toSetupValues(generation: number, captured: Captured): SetupValues {
  return { generation, captured: mapValues(captured, (value) => jsonText(value)) }
}

export function capturedOf({ captured }: SetupValues): Captured {
  return mapValues(captured, parseJson)
}

/** From now on none of it is shown by this thread. */
export function hideCaptured(captured: Captured): void {
  for (const [name, value] of Object.entries(captured))
    for (const text of textsIn(value)) registerSecret(text, `\${setup.${name}}`)
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
