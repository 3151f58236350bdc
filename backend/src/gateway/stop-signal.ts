/**
 * Says that a call must not go on. An AbortSignal would do, but every call needs one, hardly any is ever
 * aborted, and the platform's costs more than the rest of the pipeline's bookkeeping (docs/performance.md).
 */
export class StopSignal {
  #reason: Error | undefined;
  #listeners: ((reason: Error) => void)[] = [];

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): Error | undefined {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#reason) throw this.#reason;
  }

  /** Calls `listener` once, when this aborts; gives what takes it back. */
  onAbort(listener: (reason: Error) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  /** The first reason counts. */
  abort(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#listeners.splice(0).forEach((listener) => listener(reason));
  }
}
