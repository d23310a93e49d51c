import type { WriteStream } from 'node:tty';

/** One line that is written over and over; nothing where nobody sees it. */
export class Progress {
  private readonly stream: WriteStream;
  private isShown = false;

  constructor(stream: WriteStream) {
    this.stream = stream;
  }

  show(text: string): void {
    if (!this.stream.isTTY) return;
    this.stream.write(`\r\u001b[2K${text}`);
    this.isShown = true;
  }

  clear(): void {
    if (this.isShown) this.stream.write('\r\u001b[2K');
    this.isShown = false;
  }
}
