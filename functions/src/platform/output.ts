import { z } from 'zod';

/** A time in an answer: RFC 3339 in UTC, to the millisecond, as `Date.toISOString` writes it. */
export const time = z.iso.datetime({ precision: 3 });

/** A day of the campus, such as 2026-03-16. */
export const day = z.iso.date();

/** A month of the campus, such as 2026-03. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** A number of things or people. */
export const count = z.int().nonnegative();

/** How well somebody knows a skill. */
export const skillLevel = z.int().min(1).max(5);

/** A part of a whole, or a probability. */
export const share = z.number().min(0).max(1);
