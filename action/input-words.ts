// The words of a command line from inputs of action.yml, which are texts. Pure.

/** The folder of the reports where the workflow names none. */
export const DEFAULT_ROOT = 'sla-reports'

/** The lines of an input that takes several values: without blank ones, spaces around them and carriage returns. */
export function inputLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The flag of an input; nothing where the workflow says nothing. */
export function inputFlag(name: string, value: string): string[] {
  return value.trim() === '' ? [] : [name, value.trim()]
}
