// What hey, h2load and ab print of a closed loop: requests and rate.

export interface Printed {
  readonly requests: number
  readonly ratePerSecond: number
}

export function parseHey(text: string): Printed {
  const ratePerSecond = Number(/Requests\/sec:\s*([\d.]+)/.exec(text)?.[1])
  return checked('hey', { requests: Number(/\[200\]\s*(\d+) responses/.exec(text)?.[1]), ratePerSecond }, text)
}

export function parseH2load(text: string): Printed {
  const ratePerSecond = Number(/finished in [\d.]+\w+, ([\d.]+) req\/s/.exec(text)?.[1])
  return checked('h2load', { requests: Number(/(\d+) succeeded/.exec(text)?.[1]), ratePerSecond }, text)
}

export function parseAb(text: string): Printed {
  const ratePerSecond = Number(/Requests per second:\s*([\d.]+)/.exec(text)?.[1])
  return checked('ab', { requests: Number(/Complete requests:\s*(\d+)/.exec(text)?.[1]), ratePerSecond }, text)
}

function checked(name: string, printed: Printed, text: string): Printed {
  if (printed.requests > 0 && printed.ratePerSecond > 0) return printed
  throw new Error(`${name} printed no rate: ${text.slice(-200)}`)
}
