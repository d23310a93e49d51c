import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { SETUP_KEY } from '../../refusal/secret-forms.ts';
import { ManagementError } from './management-error.ts';

/** The environment variable with the token; the one with `_FILE` behind it names a file that holds it. */
export const TOKEN_VARIABLE = 'NETBIRD_API_TOKEN';

/** A personal access token of NetBird. It leaves this object only in the header of a request. */
export class ApiToken {
  /**
   * Takes the token from a file, or else from the environment. It is never an argument: those are seen by everybody on
   * a machine.
   *
   * @throws ManagementError
   */
  static find(file: string | undefined, environment: Readonly<Record<string, string | undefined>>): ApiToken {
    const path = file ?? environment[`${TOKEN_VARIABLE}_FILE`];
    if (path !== undefined) return new ApiToken(readToken(path), `the file ${path}`);
    const text = environment[TOKEN_VARIABLE];
    if (text === undefined) {
      throw new ManagementError(
        'token',
        'There is no API token.',
        `Write it to a file and name that by --token-file or ${TOKEN_VARIABLE}_FILE, or set ${TOKEN_VARIABLE}.`,
      );
    }
    return new ApiToken(text, `the variable ${TOKEN_VARIABLE}`);
  }

  /** Where it was found: `the file /mnt/secrets/NETBIRD_API_TOKEN`. */
  readonly source: string;

  readonly #text: string;

  /**
   * @param text white space around it is dropped
   * @throws ManagementError for what cannot be a token
   */
  constructor(text: string, source: string) {
    this.#text = text.trim();
    this.source = source;
    const reason = whyNoToken(this.#text);
    if (reason === undefined) return;
    throw new ManagementError(
      'token',
      `What ${source} holds is no API token: ${reason}.`,
      'Write a personal access token there, as NetBird shows it once when it is made: nbp_….',
    );
  }

  /** The value of the header `Authorization`. */
  authorization(): string {
    return `Token ${this.#text}`;
  }

  toString(): string {
    return `[API token of ${this.source}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ManagementError(
      'token',
      `The API token cannot be read from ${path} (${(error as NodeJS.ErrnoException).code}).`,
      'Name a file that exists and is readable; in the cluster, look at the events of the pod.',
    );
  }
}

function whyNoToken(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (SETUP_KEY.pattern.test(text)) return 'it has the form of a setup key';
  if (/^(token|bearer)\s/i.test(text)) return 'it begins with the word that belongs before it in the header';
  if (!/^[\x21-\x7e]+$/.test(text)) return 'it has characters that a token does not have';
  return undefined;
}
