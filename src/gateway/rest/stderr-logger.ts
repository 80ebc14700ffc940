import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** Standard output belongs to results, so the log goes to standard error: one JSON line an entry. */
export class StderrLogger extends ConsoleLogger {
  constructor() {
    super({ json: true, colors: false, logLevels: ['fatal', 'error', 'warn'] });
  }

  protected override printMessages(
    messages: unknown[],
    context?: string,
    level?: LogLevel,
    _stream?: 'stdout' | 'stderr',
    stack?: unknown,
  ): void {
    super.printMessages(messages, context, level, 'stderr', stack);
  }
}
