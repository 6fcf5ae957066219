/** Each side gives a sign of life this often, and looks as often for those of the other. */
export const ALIVE_SECONDS = 0.25
