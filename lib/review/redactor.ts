import { isRecord, memberAt, type UnknownRecord } from '../output/record.ts';
import { replaceSecrets } from '../refusal/secret-forms.ts';

/** By kind, fields that are secret, or encoded, so that nobody sees what is in them. */
const UNREADABLE: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['binaryData'],
  Secret: ['data', 'stringData'],
};

/** Variables whose value is a secret, when it stands in the manifest. */
const SECRET_VARIABLE = /(^|_)(SETUP_KEY|PRESHARED_KEY|TOKEN|PASSWORD|SECRET)$/i;

/** Of an access token. */
const SHORTEST_SECRET = 'nbp_'.length + 20;

/**
 * Takes secrets out of objects before anything looks at them, so that nothing can print one. In the place of each
 * stands `(hidden <number>)`, the same number for the same value: a change is still seen.
 */
export class Redactor {
  private readonly numbers = new Map<string, number>();

  /** How many different values were hidden. */
  get count(): number {
    return this.numbers.size;
  }

  /** The object without its secrets; the very object where it has none. */
  redact(object: unknown): unknown {
    if (!isRecord(object)) return this.walk(object);
    const fields = Object.hasOwn(UNREADABLE, String(object.kind)) ? (UNREADABLE[String(object.kind)] ?? []) : [];
    const hidden = fields.length > 0 ? { ...object, ...this.hideFields(object, fields) } : object;
    return this.walk(withoutLastApplied(hidden));
  }

  /** The text without its secrets. */
  redactText(text: string): string {
    if (text.length < SHORTEST_SECRET) return text;
    return replaceSecrets(text, (value) => this.hide(value));
  }

  private hideFields(object: UnknownRecord, names: readonly string[]): UnknownRecord {
    const fields = names.filter((name) => Object.hasOwn(object, name));
    return Object.fromEntries(fields.map((name) => [name, this.hideAll(object[name])]));
  }

  private walk(value: unknown): unknown {
    if (typeof value === 'string') return this.redactText(value);
    if (Array.isArray(value))
      return sameOr(
        value,
        value.map((entry) => this.walk(entry)),
      );
    if (!isRecord(value)) return value;
    const isSecretVariable =
      typeof value.name === 'string' && Object.hasOwn(value, 'value') && SECRET_VARIABLE.test(value.name);
    let changed: Record<string, unknown> | undefined;
    for (const [name, member] of Object.entries(value)) {
      const walked = isSecretVariable && name === 'value' ? this.hideAll(member) : this.walk(member);
      const key = this.redactText(name);
      if (walked === member && key === name) continue;
      changed ??= { ...value };
      if (key !== name) delete changed[name];
      changed[key] = walked;
    }
    return changed ?? value;
  }

  private hideAll(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.hideAll(entry));
    if (isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.hideAll(member)]));
    }
    return value === null || value === '' ? value : this.hide(String(value));
  }

  private hide(value: string): string {
    if (/^\(hidden \d+\)$/.test(value)) return value;
    const number = this.numbers.get(value) ?? this.numbers.size + 1;
    this.numbers.set(value, number);
    return `(hidden ${number})`;
  }
}

/** kubectl keeps a copy of the whole object in it, as a text. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function withoutLastApplied(object: UnknownRecord): UnknownRecord {
  const annotations = memberAt(object, ['metadata', 'annotations']);
  if (!isRecord(annotations) || !Object.hasOwn(annotations, LAST_APPLIED)) return object;
  const { [LAST_APPLIED]: copy, ...others } = annotations;
  return { ...object, metadata: { ...Object(object.metadata), annotations: others } };
}

function sameOr(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((entry, index) => entry === before[index]) ? before : after;
}
