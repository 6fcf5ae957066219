/** The latency histogram of the bundled server, in seconds; also what a service is taken to publish until it says otherwise. */
export const MODEL_LATENCY_METRIC = 'model_latency_seconds'
