// Preloaded into the engine by `bench lag` (node --require). At each SIGUSR2 it writes the event loop's delay
// to the file named in QUORATE_BENCH_DELAY, and starts over. Milliseconds. Subtracts the histogram's
// resolution of 1 ms, which includes the timer's own period.
const { writeFileSync, renameSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const RESOLUTION_MS = 1;
const file = process.env.QUORATE_BENCH_DELAY;
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
histogram.enable();
process.on('SIGUSR2', () => {
  const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  writeFileSync(
    `${file}.part`,
    JSON.stringify({
      p50: ms(histogram.percentile(50)),
      p99: ms(histogram.percentile(99)),
      max: ms(histogram.max),
    }),
  );
  renameSync(`${file}.part`, file);
  histogram.reset();
});
