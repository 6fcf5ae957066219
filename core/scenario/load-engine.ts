// What opens connections, writes requests and reads responses: load/connections/ has two engines, held to the same tests.

export const LOAD_ENGINES = ['autocannon', 'raw'] as const
export type LoadEngine = (typeof LOAD_ENGINES)[number]

/** As scenario files and flags name them: `auto` leaves it to the harness. */
export const ENGINE_CHOICES = ['auto', ...LOAD_ENGINES] as const
export type EngineChoice = (typeof ENGINE_CHOICES)[number]

export interface ChosenEngine {
  readonly name: LoadEngine
  /** Why this one, as a phrase: `asked for`. */
  readonly reason: string
}
