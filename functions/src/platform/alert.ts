import { logger } from './logger.ts';
import { alertWebhookUrl } from './config.ts';
import { problemOfUrl } from './thisMachine.ts';

/** Something that an operator has to look at; docs/operations.md says how to resolve each. */
export interface Alert {
  name:
    | 'sync-inconsistent'
    | 'sync-events-stopped'
    | 'sync-changes-late'
    | 'sync-pause-too-long'
    | 'sync-check-overdue'
    | 'sync-status-unavailable'
    | 'job-overdue'
    | 'roles-differ'
    | 'erasure-overdue'
    | 'media-quota'
    | 'media-behind';
  /** One sentence: what is wrong, and the command that fixes it. */
  text: string;
  /** Figures, never contents. */
  details: Record<string, number | string | boolean | null>;
}

const WEBHOOK_TIMEOUT_MS = 10_000;

/**
 * Raises an alert: writes a log entry of severity ERROR, whose `alert` field Cloud Monitoring can match, and posts to
 * the webhook if one is configured. A webhook that fails is logged and does not hide the alert.
 */
export async function raiseAlert({ name, text, details }: Alert): Promise<void> {
  logger.error(text, { alert: name, ...details });
  // Read here, because the parameter warns where there is none, as in commands and tests.
  const url = process.env[alertWebhookUrl.name]?.trim() ?? 'none';
  if (['', 'none'].includes(url)) return;
  const problem = problemOfUrl(url, alertWebhookUrl.name);
  if (problem !== null) {
    logger.error('alert webhook is not used', { alert: name, reason: problem });
    return;
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `${name}: ${text}`, alert: name, details }),
      signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    });
    if (!response.ok) logger.error('alert webhook refused', { alert: name, status: response.status });
  } catch (error) {
    // The message may contain the URL, which is a secret.
    logger.error('alert webhook failed', {
      alert: name,
      error: error instanceof Error ? error.name : '',
    });
  }
}
