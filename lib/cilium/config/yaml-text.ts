import { isScalar, Lexer, LineCounter, parseAllDocuments, visit } from 'yaml';
import { type InputProblem, unreadable } from './input-problem.ts';

/**
 * More than any file that configures Cilium holds: the values.yaml of its chart has some 20,000. Reading takes a few
 * microseconds for each, and must never take a second.
 */
const MOST_TOKENS = 100_000;

/** The documents of a text, or why there are none. */
export type YamlReading = { readonly values: readonly unknown[] } | { readonly problem: InputProblem };

/**
 * The documents of a YAML or JSON text, as plain values. Read as Helm and kubectl do, whose parser (sigs.k8s.io/yaml)
 * knows YAML 1.1: `yes` and `on` are true there. Refused, unlike there: a key that is written twice, of which they
 * would quietly take the last.
 *
 * @param name the file, for the problem
 */
export function readYaml(text: string, name: string): YamlReading {
  if (hasTooManyTokens(text)) {
    return refused(
      name,
      'It is too large to be a configuration of Cilium.',
      'Give only the part that configures Cilium.',
    );
  }
  try {
    return parse(text, name);
  } catch (error) {
    if (error instanceof RangeError) return refused(name, 'It is nested too deeply.', 'Nest it less deeply.');
    const reason = 'One of its aliases (*name) has no anchor, or they multiply beyond measure.';
    return refused(name, reason, 'Write the values out.');
  }
}

function parse(text: string, name: string): YamlReading {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: '1.1',
    lineCounter,
    // The parser's own check compares each key with each other.
    uniqueKeys: false,
    prettyErrors: false,
    // Else a key that is no text is warned of.
    logLevel: 'silent',
  });
  const values: unknown[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    // The parser recurses, and takes the end of its stack for an error of the text.
    if (error?.message.includes('call stack')) throw new RangeError(error.message);
    if (error !== undefined) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      const remedy = 'Give a values file, manifests, or a dump of cilium-config.';
      // Some messages quote the text.
      const cause = error.message.slice(0, 160).replace(/[.:]?$/, '.');
      return refused(name, `Line ${line}, column ${col} is not YAML: ${cause}`, remedy);
    }
    const duplicate = duplicateKey(document);
    if (duplicate !== undefined) {
      const reason = `Line ${lineCounter.linePos(duplicate.offset).line} writes "${duplicate.key}" a second time: Helm takes the last, other readers refuse it.`;
      return refused(name, reason, 'Write the key once.');
    }
    values.push(document.toJS());
  }
  return { values };
}

function refused(name: string, reason: string, remedy: string): YamlReading {
  return { problem: unreadable(name, reason, remedy) };
}

function hasTooManyTokens(text: string): boolean {
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    count += 1;
    if (count > MOST_TOKENS) return true;
  }
  return false;
}

function duplicateKey(document: Parameters<typeof visit>[0]): { key: string; offset: number } | undefined {
  let duplicate: { key: string; offset: number } | undefined;
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        // A merge key is a symbol.
        if (!isScalar(key) || typeof key.value === 'symbol') continue;
        const text = String(key.value);
        if (seen.has(text)) {
          duplicate = { key: text.slice(0, 60), offset: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        seen.add(text);
      }
      return undefined;
    },
  });
  return duplicate;
}
