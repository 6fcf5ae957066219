// The values of keys that a scenario file leaves out, in the notation of the file. The schema's descriptions and the
// resolved scenario take them from here.

export const DEFAULTS = {
  arrivals: 'poisson',
  seed: 1,
  connections: 256,
  timeout: '10s',
  engine: 'auto',
  timers: 'auto',
  think: 0,
  latency: { constant: '50ms' },
  layout: 'lab',
  path: '/predict',
  method: 'GET',
  methodWithBody: 'POST',
  weight: 1,
  times: 1,
  chance: '100%',
  order: 'sequence',
  uploadType: 'application/octet-stream',
  renewOn: 401,
  readyWithin: '30s',
  scrapeInterval: '1s',
  evaluationInterval: '1s',
} as const
