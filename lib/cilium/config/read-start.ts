import { closeSync, openSync, readSync } from 'node:fs';

/** More than a ConfigMap may have, several times over. */
export const MOST_BYTES = 2 * 1024 * 1024;

/** The text of a file or a pipe; of one with more than {@link MOST_BYTES}, just enough to see that. */
export function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, null);
    }
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
