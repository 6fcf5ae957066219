// The latency histogram of the bundled model server, in seconds. Scenarios with a target of their own use the same
// name unless they give another.

export const MODEL_LATENCY_METRIC = 'model_latency_seconds'
