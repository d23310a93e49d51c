/** How many milliseconds of processor time something takes: the same on a machine that is busy with other work. */
export function processorTime(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
