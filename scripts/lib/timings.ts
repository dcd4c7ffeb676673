/** Measures the steps of a long command, and says where its time went. */
export class Timings {
  readonly #started = performance.now();
  readonly #seconds = new Map<string, number>();

  /** Prints the title, does the work and measures it. Steps may run at the same time. */
  async step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
    console.log(`${title} ...`);
    const started = performance.now();
    const result = await work();
    this.#seconds.set(title, (performance.now() - started) / 1000);
    return result;
  }

  /** A line for each step, and the time since the start. */
  toString(): string {
    const lines: [title: string, seconds: number][] = [
      ...this.#seconds,
      ['From the start', (performance.now() - this.#started) / 1000],
    ];
    const width = Math.max(...lines.map(([title]) => title.length));
    return lines
      .map(([title, seconds]) => `${title.padEnd(width)} ${seconds.toFixed(1).padStart(6)} s`)
      .join('\n');
  }
}
