/** A command of the line: `npm run <name> -- <args>`. One module each, loaded only when it is the one that is called. */
export interface Command {
  /** How it is called and what it does; the first line begins with `npm run`, the others are indented. */
  readonly usage: string;

  /** @param args what stands behind the name of the command */
  run(args: readonly string[]): CommandOutcome | Promise<CommandOutcome>;
}

/** What a command leaves: its exit code, and what it prints when it ends. */
export interface CommandOutcome {
  /** 2: the command was called wrongly, or could not look. What 1 and 3 mean, its usage says. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly stdout?: string;
  readonly stderr?: string;
}
