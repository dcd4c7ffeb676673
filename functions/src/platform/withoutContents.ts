import postgres from 'postgres';
import { logger } from './logger.ts';
import { redactError } from './postgres.ts';

/**
 * Work whose errors reach the platform, which logs their messages. Those of Postgres may quote a row, so such an error
 * becomes one with its code alone.
 */
export async function withoutContents(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    logger.error('refused by Postgres', redactError(error));
    throw new Error(`Postgres refused with ${error.code}: the log entry before this one says where`);
  }
}
