import cliProgress from 'cli-progress';

export interface Progress {
  /** Sets how many are done. */
  update: (done: number) => void;
  /** Ends the line, leaving the bar at its current value. */
  stop: () => void;
}

/** A progress bar with rate and remaining time; without a terminal, a line every five seconds. */
export function progress(title: string, total: number): Progress {
  const started = Date.now();
  const bar = new cliProgress.SingleBar(
    {
      format: (options, { value, total: all, eta }) => {
        const rate = value / Math.max((Date.now() - started) / 1000, 0.001);
        const remaining = value < all && Number.isFinite(eta) ? `, ${String(eta)} s left` : '';
        const numbers = `${value.toLocaleString('en')} of ${all.toLocaleString('en')} (${rate.toFixed(0)}/s${remaining})`;
        return `${title.padEnd(28)} ${cliProgress.Format.BarFormat(value / Math.max(all, 1), options)} ${numbers}`;
      },
      noTTYOutput: true,
      notTTYSchedule: 5000,
      hideCursor: true,
      etaBuffer: 50,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    update: (done) => {
      bar.update(done);
    },
    stop: () => {
      bar.stop();
    },
  };
}
