import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A host behind ssh, which is a program of ours: it prints what a test says of the two commands of the far side. */
export class FarSide {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'ssh'),
      `#!/bin/sh\ncase "$*" in\n*'netbird routes list') cat '${folder}/routes';;\n*curl*) cat '${folder}/request' >&2;;\nesac\n`,
    );
    chmodSync(join(folder, 'ssh'), 0o755);
    process.env.PATH = [folder, process.env.PATH].join(delimiter);
    this.answerWell();
  }

  answerWell(): void {
    this.routes('Available Networks:\n\n  - ID: lan\n    Network: 192.168.1.0/24\n    Status: Selected\n');
    this.request('< HTTP/1.1 302 Found\n');
  }

  routes(output: string): void {
    writeFileSync(join(this.folder, 'routes'), output);
  }

  request(output: string): void {
    writeFileSync(join(this.folder, 'request'), output);
  }
}
