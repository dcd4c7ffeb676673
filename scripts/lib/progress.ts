import cliProgress from 'cli-progress';

export interface Progress {
  /** Sets how much is done. */
  update: (done: number) => void;
  /** Completes the line; the bar stays at what was done. */
  stop: () => void;
}

/** A progress bar with rate and time left; where the output is no terminal, a line every few seconds. */
export function progress(title: string, total: number): Progress {
  const started = Date.now();
  const bar = new cliProgress.SingleBar(
    {
      format: (options, { value, total: all, eta }) => {
        const rate = value / Math.max((Date.now() - started) / 1000, 0.001);
        const left = value < all && Number.isFinite(eta) ? `, ${String(eta)} s left` : '';
        const numbers = `${value.toLocaleString('en')} of ${all.toLocaleString('en')} (${rate.toFixed(0)}/s${left})`;
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
