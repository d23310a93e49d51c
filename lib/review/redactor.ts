import { isRecord, memberAt, type UnknownRecord } from '../output/record.ts';
import { replaceSecrets } from '../refusal/secret-forms.ts';

/** By kind, fields that are secret, or encoded, so that nobody sees what is in them. */
const UNREADABLE: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['binaryData'],
  Secret: ['data', 'stringData'],
};

/** The end of a name whose value is a secret, when it stands in a manifest: of a variable, a member, a flag, a setting. */
const SECRET_NAME =
  /((setup|pre-?shared|private|api|access|encryption|signing)[_.-]?key|token|passw(or)?d|passphrase|secret|credentials?|(^|[_.-])psk)$/i;

const FLAG = /^--?[\w.-]+$/;
const FLAG_WITH_VALUE = /^(--?[\w.-]+)=(.*)$/s;

/** Both within a command line. */
const INLINE_FLAG = /(?<=\s)(--?[\w.-]+)([= ])("[^"]*"|'[^']*'|[^\s-]\S*)/g;

/** A line of a file within a text: `name: value`, `"name": "value"`, `name = value`. */
const SETTING = /^([ \t]*(?:- )?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*)(\S.*)$/gm;

/** What stands for a secret, and is none: `$(NAME)` of Kubernetes, `$(command)` and `${NAME}` of a shell. */
const REFERENCE = /^["']?\$[({]/;

/** Other secrets that are known by their form: JSON Web Tokens, private keys, passwords in a URL. */
const SECRET_FORMS = [
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/g,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gs,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
];
const SHORTEST_SECRET = 'a://:b@'.length;

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
    const hide = (value: string) => this.hide(value);
    const withoutForms = SECRET_FORMS.reduce((rest, form) => rest.replace(form, hide), replaceSecrets(text, hide));
    const withoutFlags = withoutForms.replace(
      INLINE_FLAG,
      (words: string, name: string, separator: string, value: string) =>
        SECRET_NAME.test(name) ? `${name}${separator}${this.hideNamed(value)}` : words,
    );
    if (!text.includes('\n')) return withoutFlags;
    return withoutFlags.replace(SETTING, (line: string, start: string, name: string, value: string) =>
      SECRET_NAME.test(name) ? `${start}${this.hideNamed(value)}` : line,
    );
  }

  private hideFields(object: UnknownRecord, names: readonly string[]): UnknownRecord {
    const fields = names.filter((name) => Object.hasOwn(object, name));
    return Object.fromEntries(fields.map((name) => [name, this.hideAll(object[name])]));
  }

  private walk(value: unknown): unknown {
    if (typeof value === 'string') return this.redactText(value);
    if (Array.isArray(value)) {
      return sameOr(
        value,
        value.map((entry, index) => this.argument(entry, value[index - 1]) ?? this.walk(entry)),
      );
    }
    if (!isRecord(value)) return value;
    const isSecretVariable = typeof value.name === 'string' && SECRET_NAME.test(value.name);
    let changed: Record<string, unknown> | undefined;
    for (const [name, member] of Object.entries(value)) {
      const isSecret = (name === 'value' && isSecretVariable) || (typeof member === 'string' && SECRET_NAME.test(name));
      const walked = isSecret ? this.hideNamed(member) : this.walk(member);
      const key = this.redactText(name);
      if (walked === member && key === name) continue;
      changed ??= { ...value };
      if (key !== name) delete changed[name];
      changed[key] = walked;
    }
    return changed ?? value;
  }

  /** An argument of a program that holds a secret, by its flag or by the one before it; undefined for any other entry. */
  private argument(entry: unknown, before: unknown): unknown {
    if (typeof entry !== 'string') return undefined;
    const [, flag = '', value] = FLAG_WITH_VALUE.exec(entry) ?? [];
    if (SECRET_NAME.test(flag)) return `${flag}=${this.hideNamed(value)}`;
    const isValue = typeof before === 'string' && FLAG.test(before) && !entry.startsWith('-');
    return isValue && SECRET_NAME.test(before) ? this.hideNamed(entry) : undefined;
  }

  /** What a name says to be a secret. */
  private hideNamed(value: unknown): unknown {
    return typeof value === 'string' && REFERENCE.test(value) ? this.redactText(value) : this.hideAll(value);
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
