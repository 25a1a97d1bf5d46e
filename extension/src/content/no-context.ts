/**
 * Stands in for WXT's own ContentScriptContext, which tells the page by an event and a message that it
 * began and ends with them: ours ends by an AbortSignal (`succession.ts`), and the page need not know.
 */
export class ContentScriptContext {
  readonly isInvalid = false;
}
