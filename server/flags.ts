/** How Node runs the house: flags that must stand on the command line. Knows nothing of the house. */

/**
 * A young generation of 4 MiB, collected by the thread that fills it: its collections are short, and a bid that comes during one waits
 * for less (ADR 0029).
 */
export const HOUSE_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--no-parallel-scavenge'];
