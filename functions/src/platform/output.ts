import { z } from 'zod';

/** A time in an answer: RFC 3339 in UTC, to the millisecond, as `Date.toISOString` writes it. */
export const time = z.iso.datetime({ precision: 3 });

/** A number of things or people. */
export const count = z.int().nonnegative();

/** A part of a whole, or a probability. */
export const share = z.number().min(0).max(1);
