/** The only fetch: requests to the paired server, and of pictures a page shows. */
import * as v from 'valibot';
import { bad, good, ownProblem, type Problem, problemSchema, type Result } from '@/lib/result';

export const CONTRACT = '1';

export interface Caller {
  readonly server: string;
  readonly token: string | null;
  readonly language: string;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

function headersOf(caller: Caller, request: Request): Headers {
  const headers = new Headers(request.headers);
  headers.set('ReturnProof-Contract', CONTRACT);
  headers.set('Accept-Language', caller.language);
  if (caller.token) headers.set('Authorization', `Bearer ${caller.token}`);
  if (request.json !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  return headers;
}

/** The raw answer, of whatever status; `no-answer` when there was none. */
export async function ask(caller: Caller, request: Request): Promise<Result<Response>> {
  const signals = [AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS), ...(request.signal ? [request.signal] : [])];
  const body = request.form ?? (request.json === undefined ? null : JSON.stringify(request.json));
  try {
    const response = await fetch(new URL(request.path, caller.server), {
      method: request.method ?? 'GET',
      headers: headersOf(caller, request),
      body,
      signal: AbortSignal.any(signals),
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
    return good(response);
  } catch (error) {
    return bad(ownProblem('no-answer', error instanceof Error ? error.name : ''));
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(problemSchema, body);
  const status = { status: response.status };
  return parsed.success ? { ...parsed.output, ...status } : { ...ownProblem('unexpected-answer'), ...status };
}

/** The parsed answer of a 2xx, or the problem; an answer of another form is a problem too. */
export async function call<Schema extends v.GenericSchema>(
  caller: Caller,
  request: Request,
  schema: Schema,
): Promise<Result<v.InferOutput<Schema>>> {
  const answered = await ask(caller, request);
  if (!answered.ok) return answered;
  const response = answered.value;
  if (!response.ok) return bad(await problemOf(response));
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return good(parsed.output);
  const where = parsed.issues[0].path?.map(({ key }) => String(key)).join('.') ?? '';
  return bad({ ...ownProblem('unexpected-answer', where), status: response.status });
}

export interface FetchedFile {
  readonly bytes: Blob;
  readonly status: number;
  /** The address that answered in the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MOST_HEADERS = 40;
const LONGEST_HEADER = 500;
const FILE_MS = 60_000;

/** The headers this browser lets us read, bounded: they are kept as they were said. */
const headersSaid = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].slice(0, MOST_HEADERS).map(([name, value]) => [name.slice(0, 100), value.slice(0, LONGEST_HEADER)]));

/** The body, as long as it stays within `largest`. */
async function bounded(response: Response, largest: number): Promise<Blob | null> {
  if (!response.body || Number(response.headers.get('content-length') ?? 0) > largest) return null;
  let size = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, to) => {
      size += part.length;
      if (size > largest) to.error(new Error('too large'));
      else to.enqueue(part);
    },
  });
  const type = response.headers.get('content-type') ?? '';
  const bytes = await new Response(response.body.pipeThrough(counting), { headers: { 'Content-Type': type } }).blob();
  return bytes.size ? bytes : null;
}

/** What lies at an address a page shows; null when this browser may not read it or it is too large. */
export async function fetchFile(url: string, largest: number): Promise<FetchedFile | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FILE_MS), credentials: 'omit', cache: 'force-cache' });
    const bytes = response.ok ? await bounded(response, largest) : null;
    return bytes && { bytes, status: response.status, url: response.url, headers: headersSaid(response.headers) };
  } catch {
    return null;
  }
}
