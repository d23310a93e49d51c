import { parse } from 'yaml';

/** The entries of the parameter `objects` of a SecretProviderClass, which is YAML in a text; none where it is something else. */
export function readProviderObjects(text: string | undefined): readonly unknown[] {
  try {
    const entries: unknown = parse(text ?? '', { logLevel: 'error' });
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}
