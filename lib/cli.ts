import type { Command, CommandOutcome } from './command.ts';

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./committed/check-command.ts')).checkCommand,
  doctor: async () => (await import('./doctor/doctor-command.ts')).doctorCommand,
  guard: async () => (await import('./cilium/guard-command.ts')).guardCommand,
  review: async () => (await import('./review/review-command.ts')).reviewCommand,
  picture: async () => (await import('./picture/picture-command.ts')).pictureCommand,
  routes: async () => (await import('./netbird/management/routes-command.ts')).routesCommand,
};

const { exitCode, stdout, stderr } = await run(process.argv.slice(2)).catch(failed);
if (stdout !== undefined) console.log(stdout);
if (stderr !== undefined) console.error(stderr);
process.exitCode = exitCode;

async function run([name = '', ...args]: readonly string[]): Promise<CommandOutcome> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return withoutCommand(name);
  const command = await load();
  return args.some(asksForHelp) ? { exitCode: 0, stdout: `Usage:\n  ${command.usage}` } : command.run(args);
}

async function withoutCommand(name: string): Promise<CommandOutcome> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const usage = ['Usage:', ...commands.map((command) => `  ${command.usage}`)].join('\n\n');
  if (asksForHelp(name)) return { exitCode: 0, stdout: usage };
  return { exitCode: 2, stderr: name === '' ? usage : `There is no command ${JSON.stringify(name)}.\n\n${usage}` };
}

/** Nothing is known then, and 1 would say that something is. */
function failed(error: unknown): CommandOutcome {
  return { exitCode: 2, stderr: String(error instanceof Error ? error.stack : error) };
}

function asksForHelp(text: string): boolean {
  return ['--help', '-h'].includes(text);
}
