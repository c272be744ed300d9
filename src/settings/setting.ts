import type { z } from 'zod';
import { wholeNumber } from './values.ts';

/** One environment variable. */
export interface Setting<T> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<T>;
  /** What holds when the variable is unset or empty, written as it would be there. */
  readonly fallback?: string;
  /** The least and the most of a whole number. */
  readonly range?: Range;
}

type Range = readonly [least: number, most: number];

/** The parts of a setting that is a whole number. */
export const wholeNumbers = (...range: Range) => ({ schema: wholeNumber(...range), range });
