import { InvalidValue } from './refusal/invalid-value.ts';

/** Parses the value of an option; what is wrong with it is said with the option's name. */
export function parseOption<T>(option: string, value: string, parse: (value: unknown) => T): T {
  try {
    return parse(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(`${error.mayShowValue ? `${option} ${value}` : option}: ${error.reason}`, error.remedy);
  }
}

/** Whether an error says that a command was called wrongly: what `parseArgs` and {@link parseOption} throw. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof InvalidValue) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
