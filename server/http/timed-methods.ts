/** The methods that /predict answers; any other gets 405. */
export const TIMED_METHODS: readonly string[] = ['GET', 'HEAD', 'POST']
