/** From what a seller pointed at to a description: labels are found by trying them with the engine itself. */
import { type Description, ENGINE, type IdFormat, type LabelName } from '@/platforms/description';
import { type PageReading, readPage } from '@/platforms/engine';
import { readLeaves } from '@/platforms/leaves';
import { clean } from '@/platforms/text';

export const markNames = ['refund_id', 'order_id', 'pictures', 'amount', 'kind', 'deadline'] as const;
export type MarkName = (typeof markNames)[number];

/** What was pointed at: the text it stands in, or the picture; `value` is the id in that text. */
export interface Mark {
  readonly name: MarkName;
  readonly node: Node;
  readonly value: string;
}

/** As a file has it: who is signed in nobody can point at. */
export type TaughtDescription = Omit<Description, 'account'> & { readonly checked: string; readonly source: string };

export interface Taught {
  readonly description: TaughtDescription;
  readonly reading: PageReading;
  /** The label each mark is found by; what is missing here was not understood. */
  readonly labels: Readonly<Partial<Record<MarkName, string>>>;
}

const LONGEST_LABEL = 16;
const MOST_CANDIDATES = 7;
const ID = /[0-9A-Za-z][0-9A-Za-z-]{3,39}/g;

/** The id in a text, nearest to where it was pointed at; null where there is none. */
export function idAt(text: string, offset: number): string | null {
  const found = [...text.matchAll(ID)].filter(([id]) => (id.match(/\d/g) ?? []).length >= 4);
  const away = (match: RegExpExecArray): number => Math.max(match.index - offset, offset - match.index - match[0].length, 0);
  return found.sort((one, other) => away(one) - away(other))[0]?.[0] ?? null;
}

const labelOf = (text: string): string => clean(text).replace(/^[*※·•#]+/u, '').replace(/[:|]+$/u, '').replace(/\([^)]*\)$/u, '');
const isLabel = (text: string): boolean => text.length >= 2 && text.length <= LONGEST_LABEL && !/\d{3,}/.test(text) && /[\p{L}]/u.test(text);

/** Headers of the column a node stands in: by the place of its cell among its row's. */
function headersOver(node: Node): string[] {
  const found: string[] = [];
  for (let cell = node instanceof Element ? node : node.parentElement; cell && found.length < 4; cell = cell.parentElement) {
    const row = cell.parentElement;
    if (!row || row.children.length < 3) continue;
    const at = [...row.children].indexOf(cell);
    const body = row.closest('table,[role=table],[role=grid]') ?? row.parentElement?.parentElement ?? row;
    const around = body.parentElement?.parentElement?.parentElement ?? body;
    for (const other of [...body.querySelectorAll('tr,[role=row],*'), ...around.querySelectorAll('tr,[role=row]')]) {
      const header = other.children.length === row.children.length && other !== row ? other.children[at] : undefined;
      if (!header || (other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) === 0) continue;
      const label = labelOf(header.textContent);
      if (isLabel(label)) found.push(label);
      if (found.length >= 4) break;
    }
  }
  return [...new Set(found)];
}

/** Words that may name what was pointed at, the likeliest first. */
function labelsFor(root: Node, { node, value }: Mark): string[] {
  const { leaves } = readLeaves(root, () => []);
  const own = node.nodeType === Node.TEXT_NODE ? clean(node.nodeValue ?? '') : '';
  const before = value ? own.slice(0, Math.max(0, own.indexOf(clean(value)))) : '';
  const inText = before ? [labelOf(before), labelOf(before.split(/[,，;；|。]/u).at(-1) ?? '')] : [];
  const previous = leaves.filter((leaf) => (leaf.node.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  const nearest = previous.slice(-6).reverse().map(({ text }) => labelOf(text));
  return [...new Set([...inText, ...nearest.slice(0, 3), ...headersOver(node), ...nearest.slice(3)])].filter(isLabel).slice(0, MOST_CANDIDATES);
}

function formatOf(id: string): IdFormat {
  const characters = /^\d+$/.test(id) ? '0-9' : id.includes('-') ? '0-9A-Za-z-' : '0-9A-Za-z';
  return { characters, shortest: Math.max(4, id.length - 4), longest: Math.min(40, id.length + 4) };
}

const route = (url: URL): string => `*${(url.pathname + url.hash.replace(/\?.*$/, '')).replace(/[^/]*\d{4,}[^/]*/g, '*')}`.slice(0, 60);

function parametersWith(url: URL, id: string): string[] {
  const behind = url.hash.includes('?') ? url.hash.slice(url.hash.indexOf('?')) : '';
  return [url.searchParams, new URLSearchParams(behind)].flatMap((each) => [...each].filter(([, value]) => value === id).map(([name]) => name));
}

const hostId = (url: URL): string => `local-${url.hostname.replace(/[^a-z0-9]+/g, '-')}`.slice(0, 40);

/** A description of this host with no words of its own yet; of a known platform its id, so that both are joined. */
function blank(template: Description, known: Description | null, url: URL, ids: { refund: string; order: string }, today: string): TaughtDescription {
  const { free_text: freeText, noise, enums, flags, forms } = template;
  const kinds = Object.fromEntries(Object.entries(forms.kinds).map(([kind, words]) => [kind, { ...words, limits: {} }]));
  return {
    id: known?.id ?? hostId(url),
    version: known?.version ?? 1,
    engine: ENGINE,
    state: 'unproven',
    checked: today,
    source: 'Taught by the seller on the page itself.',
    name: known?.name ?? { 'zh-CN': url.hostname, en: url.hostname },
    hosts: [url.origin],
    routes: { detail: [], ignore: [] },
    url_parameters: { refund_id: parametersWith(url, ids.refund) },
    labels: { refund_id: [], ...Object.fromEntries(freeText.map((name) => [name, template.labels[name] ?? []])) },
    free_text: freeText,
    noise,
    id_formats: { refund_id: formatOf(ids.refund), order_id: formatOf(ids.order) },
    responses: { paths: [], never: [], fields: { refund_id: [] } },
    enums: { kind: {}, kind_text: enums.kind_text, reason: {}, status: {}, receipt: {}, negotiation: {} },
    flags: { ...flags, risk_codes: [], intervention_statuses: [] },
    pictures: { ...template.pictures, hosts: [] },
    limits: {},
    forms: { ...forms, kinds },
    keep: template.keep,
  };
}

type Words = Readonly<Partial<Record<MarkName, string>>>;

/** A word means one thing: what was pointed at goes before what a text a buyer typed may be called. */
function withWords(base: TaughtDescription, words: Words): TaughtDescription {
  const taken = Object.values(words);
  const kept = Object.entries(base.labels).map(([name, list]) => [name, list.filter((word) => !taken.includes(clean(word)))] as const);
  const own = Object.entries(words).map(([name, word]) => [name, [word]] as const);
  return { ...base, labels: Object.fromEntries([...kept, ...own].filter(([, list]) => list.length > 0)) as Description['labels'] };
}

interface Page {
  readonly document: Document;
  readonly url: URL;
}

const readBy = ({ document: page, url }: Page, description: TaughtDescription): PageReading =>
  readPage(page, url, { ...description, account: { id: [], name: [] } }, new Map());

/** Whether the engine, by these words, says of the pointed record what was pointed at. */
function understood(reading: PageReading, refund: Mark, order: Mark): boolean {
  return reading.records.some(({ facts, container }) => facts.refund_id === clean(refund.value) && facts.order_id === clean(order.value) && container.contains(refund.node));
}

/** Null where no words beside or above lead to what was pointed at: better not taught than taught wrong. */
export function teach(page: Page, marks: readonly Mark[], template: Description, known: Description | null, today: string): Taught | null {
  const mark = (name: MarkName): Mark | undefined => marks.find((each) => each.name === name);
  const [refund, order] = [mark('refund_id'), mark('order_id')];
  if (!refund || !order) return null;
  const base = blank(template, known, page.url, { refund: clean(refund.value), order: clean(order.value) }, today);
  let best: { words: Words; reading: PageReading } | null = null;
  for (const refundWord of labelsFor(page.document.body, refund)) {
    for (const orderWord of labelsFor(page.document.body, order)) {
      if (refundWord === orderWord) continue;
      const words = { refund_id: refundWord, order_id: orderWord };
      const reading = readBy(page, withWords(base, words));
      if (understood(reading, refund, order) && reading.records.length > (best?.reading.records.length ?? 0)) best = { words, reading };
    }
  }
  if (!best) return null;
  const detail = best.reading.records.length === 1 && (mark('pictures') !== undefined || base.url_parameters.refund_id.length > 0);
  const onRoute = detail ? { ...base, routes: { detail: [route(page.url)], ignore: [] } } : base;
  return withMore(page, onRoute, best.words, marks);
}

/** Further words are taken only where the records stay what they were, and pictures only where they are then found. */
function withMore(page: Page, base: TaughtDescription, first: Words, marks: readonly Mark[]): Taught {
  let words: Words = first;
  const read = (tried: Words): PageReading => readBy(page, withWords(base, tried));
  let reading = read(words);
  const ids = (each: PageReading): string => each.records.map(({ facts }) => `${facts.refund_id} ${facts.order_id ?? ''}`).join();
  const before = ids(reading);
  for (const mark of marks.filter(({ name }) => name !== 'refund_id' && name !== 'order_id')) {
    for (const word of labelsFor(page.document.body, mark)) {
      if (Object.values(words).includes(word)) continue;
      const tried = read({ ...words, [mark.name]: word });
      if (ids(tried) !== before || !shows(tried, mark)) continue;
      words = { ...words, [mark.name]: word };
      reading = tried;
      break;
    }
  }
  return { description: withWords(base, words), reading, labels: words };
}

const FACT: Readonly<Partial<Record<MarkName, LabelName & keyof PageReading['records'][number]['facts'] | 'amount_fen'>>> = { amount: 'amount_fen', kind: 'kind' };

function shows(reading: PageReading, { name, node }: Mark): boolean {
  if (name === 'pictures') return reading.pictures.some(({ shown }) => node instanceof HTMLImageElement && (node.currentSrc || node.src) === shown);
  const fact = FACT[name];
  return fact === undefined || reading.records.some(({ facts, container }) => container.contains(node) && facts[fact] !== undefined);
}
