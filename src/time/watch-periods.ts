/** How often what is watched can be looked at. Unit: milliseconds. */
export const watchPeriods = { shortest: 250, usual: 1_000, longest: 60_000 } as const;
