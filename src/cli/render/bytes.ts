const MIB = 2 ** 20;
const REDRAW_MS = 200;
const LINE_MS = 5000;

/** Shows on stderr how many bytes of something are done. */
export interface BytesRenderer {
  show(doing: string, bytes: number, total: number): void;
  end(): void;
}

/** One line that is drawn again and again on a terminal; elsewhere a line every few seconds. */
export function bytesRenderer(stream: NodeJS.WriteStream = process.stderr): BytesRenderer {
  const terminal = stream.isTTY;
  let shownMs = terminal ? -Infinity : performance.now();
  let open = false;
  return {
    show: (doing, bytes, total) => {
      const nowMs = performance.now();
      if (nowMs - shownMs < (terminal ? REDRAW_MS : LINE_MS)) return;
      shownMs = nowMs;
      const line = `${doing}: ${mib(bytes)} of ${mib(Math.max(total, bytes))} MiB`;
      stream.write(terminal ? `\r${line.padEnd(60)}` : `${line}\n`);
      open = terminal;
    },
    end: () => {
      if (open) stream.write(`\r${' '.repeat(60)}\r`);
      open = false;
    },
  };
}

/** Whole MiB. */
export function mib(bytes: number): string {
  return String(Math.round(bytes / MIB));
}
