// What holds where a scenario file leaves a key out, as it would be written there. The schema's descriptions and the
// resolved scenario both take it from here.

export const DEFAULTS = {
  arrivals: 'poisson',
  seed: 1,
  connections: 256,
  timeout: '10s',
  think: 0,
  latency: { constant: '50ms' },
  layout: 'lab',
  path: '/predict',
  method: 'GET',
  methodWithBody: 'POST',
  weight: 1,
  scrapeInterval: '1s',
  evaluationInterval: '1s',
} as const
