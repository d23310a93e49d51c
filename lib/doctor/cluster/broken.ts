import { type FailureKind, unanswered } from './answer.ts';

/** What went wrong before there was an answer, or while it came. */
export function broken(error: unknown, signal: AbortSignal, timeoutMs: number) {
  if (signal.aborted) {
    const isTimeout = Object(signal.reason).name === 'TimeoutError';
    return isTimeout
      ? unanswered('timed-out', `There was no answer within ${timeoutMs / 1000} s.`)
      : unanswered('interrupted', 'It was interrupted.');
  }
  const { code, message = String(error) } = Object(error);
  const isNetwork = typeof code === 'string' && /^(E[A-Z]+|ERR_(TLS|SSL)_.*|[A-Z_]*CERT[A-Z_]*)$/.test(code);
  const kind: FailureKind = isNetwork ? 'unreachable' : 'failed';
  return unanswered(kind, sentence(`The API server could not be asked: ${message || code}`));
}

/** With a full stop, whoever wrote it. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
