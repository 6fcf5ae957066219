/** A larger body of a request is refused with 413. */
export const BODY_LIMIT_BYTES = 1024 * 1024
