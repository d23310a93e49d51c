import type { Command } from './command.ts';

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./committed/check-command.ts')).checkCommand,
  doctor: async () => (await import('./doctor/doctor-command.ts')).doctorCommand,
  guard: async () => (await import('./cilium/guard-command.ts')).guardCommand,
  review: async () => (await import('./review/review-command.ts')).reviewCommand,
  picture: async () => (await import('./picture/picture-command.ts')).pictureCommand,
  routes: async () => (await import('./netbird/management/routes-command.ts')).routesCommand,
};

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (load === undefined) {
  const commands = await Promise.all(Object.values(COMMANDS).map((loadAny) => loadAny()));
  console.error(['Usage:', ...commands.map(({ usage }) => `  ${usage}`)].join('\n\n'));
  process.exitCode = 2;
} else {
  const { exitCode, stdout, stderr } = await (await load()).run(args);
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  process.exitCode = exitCode;
}
