/** Makes after-sales pages of random layout, and says which ids they truly show. */
import type { Random } from './random';
import { blankPage, parsePage, type SavedPage } from './reading';

export interface Truth {
  readonly order: string;
  /** A text that stands in this record's row or card and in no other. */
  readonly mark: string;
  /** The id of its row or card, or of the piece of its row that shows its id. */
  readonly place: string;
}

export interface FuzzedPage extends SavedPage {
  readonly html: string;
  /** What the page itself received: nothing, or these. */
  readonly responses: readonly unknown[];
  readonly truth: ReadonlyMap<string, Truth>;
}

interface Field {
  readonly label: string;
  readonly value: string;
}

const TAGS = ['div', 'span', 'p', 'section', 'b', 'em'];
const COLONS = ['：', ':', '', ' ：', ' : '];
const NOISE = ['<i class="q"></i>', '<svg></svg>', '<span>复制</span>', '<a>查看</a>', '<span></span>', '<!-- x -->', '<button>催</button>', '<span>|</span>'];

const wrapped = (random: Random, inner: string, most: number): string => {
  let html = inner;
  for (let depth = random.below(most); depth > 0; depth -= 1) {
    const tag = random.pick(TAGS);
    html = `<${tag}>${random.chance(0.1) ? random.pick(NOISE) : ''}${html}</${tag}>`;
  }
  return html;
};

function split(random: Random, text: string): string {
  if (!/^\d{9,}$/.test(text) || random.chance(0.7)) return text;
  const at = 2 + random.below(text.length - 4);
  const inline = random.pick(['span', 'b', 'em']);
  return random.chance(0.5) ? `<${inline}>${text.slice(0, at)}</${inline}><${inline}>${text.slice(at)}</${inline}>` : `${text.slice(0, at)}<${inline}>${text.slice(at)}</${inline}>`;
}

const noisy = (random: Random, html: string): string => html + (random.chance(0.25) ? random.pick(NOISE) : '');

function pair(random: Random, { label, value }: Field): string {
  const colon = random.pick(COLONS);
  const shown = split(random, value);
  switch (random.below(4)) {
    case 0: return `<div>${label}${colon || '：'}${shown}</div>`;
    case 1: return `<div><span>${label}${colon}</span>${noisy(random, wrapped(random, `<span>${shown}</span>`, 3))}</div>`;
    case 2: return `<dl><dt>${wrapped(random, label, 2)}</dt><dd>${noisy(random, wrapped(random, shown, 3))}</dd></dl>`;
    default: return `<div>${wrapped(random, `<label>${label}</label>`, 3)}${colon && random.chance(0.3) ? `<span>${colon}</span>` : ''}<div>${noisy(random, wrapped(random, `<span>${shown}</span>`, 3))}</div></div>`;
  }
}

interface Made {
  readonly fields: readonly Field[];
  readonly refund: string;
  readonly truth: Truth;
}

function record(random: Random, place: number): Made {
  const refund = random.digits(12 + random.below(8));
  const order = random.digits(12 + random.below(8));
  const mark = `第${place}件商品`;
  const other: Field[] = [
    { label: '物流单号', value: random.digits(13) }, { label: '商品ID', value: random.digits(14) }, { label: '手机号', value: random.digits(11) },
    { label: random.pick(['售后类型', '申请类型']), value: random.pick(['仅退款', '退货退款']) },
    { label: '退款金额', value: `¥${1 + random.below(900)}.00` },
    { label: '买家留言', value: random.pick(['不想要了', `售后单号：${random.digits(16)}`, `订单编号 ${random.digits(16)}`, `售后单号${random.digits(16)}`]) },
    { label: '数量', value: String(1 + random.below(3)) }, { label: '品名', value: mark },
  ];
  const known: Field[] = [
    { label: random.pick(['售后单号', '售后编号', '退款编号']), value: random.chance(0.06) ? '' : refund },
    { label: random.pick(['订单编号', '订单号']), value: random.chance(0.06) ? '' : order },
  ];
  const kept = random.shuffled(other).slice(0, 2 + random.below(5));
  return { fields: random.shuffled([...known, ...kept, ...(kept.some(({ label }) => label === '品名') ? [] : [{ label: '品名', value: mark }])]), refund, truth: { order, mark, place: `r${place}` } };
}

const asCards = (random: Random, made: readonly Made[]): string =>
  made.map(({ fields }, at) => `<div id="r${at}">${random.chance(0.2) ? random.pick(NOISE) : ''}${fields.map((field) => pair(random, field)).join(random.pick(['', '\n', ' ']))}</div>`).join('\n');

/** All rows of a table have the first record's columns. */
function asTable(random: Random, made: readonly Made[]): string {
  const [first] = made;
  const labels = (first?.fields ?? []).map(({ label }) => label);
  const kinds = labels.map((label) => (/^(?:售后单号|售后编号|退款编号)$/.test(label) ? 'refund' : /^订单/.test(label) ? 'order' : label));
  const valueOf = ({ fields, refund, truth }: Made, kind: string): string => {
    if (kind === 'refund') return random.chance(0.05) ? '' : refund;
    if (kind === 'order') return truth.order;
    return kind === '品名' ? truth.mark : (fields.find(({ label }) => label === kind)?.value ?? random.digits(12));
  };
  const cells = (one: Made, tag: string): string =>
    kinds.map((kind) => `<${tag}>${noisy(random, wrapped(random, split(random, valueOf(one, kind)), 3))}</${tag}>`).join('');
  const head = labels.map((label) => wrapped(random, label, 2));
  if (random.chance(0.3)) {
    const rows = made.map((one, at) => `<div id="r${at}">${cells(one, 'div')}</div>`).join('');
    return `<div><div>${head.map((label) => `<div>${label}</div>`).join('')}</div><div>${rows}</div></div>`;
  }
  const header = `<thead><tr>${head.map((label) => `<th>${label}</th>`).join('')}</tr></thead>`;
  const body = `<tbody>${made.map((one, at) => `<tr id="r${at}">${cells(one, 'td')}</tr>`).join('')}</tbody>`;
  return random.chance(0.5) ? `<table>${header}${body}</table>` : `<div><div><table>${header}</table></div><div><table>${body}</table></div></div>`;
}

/** Fixed columns as a piece of the page of their own: the ids in one, everything else in the other. */
function asPanes(random: Random, made: readonly Made[]): string {
  const isLeft = ({ label }: Field): boolean => /^(?:售后单号|售后编号|退款编号)$/.test(label);
  const [first] = made;
  const labels = (first?.fields ?? []).filter((field) => !isLeft(field)).map(({ label }) => label);
  const pane = (head: readonly string[], rows: readonly string[]): string =>
    `<div><div><div>${head.map((label) => `<div>${wrapped(random, label, 2)}</div>`).join('')}</div></div><div>${rows.join('')}</div></div>`;
  const box = (value: string): string => `<div>${noisy(random, wrapped(random, value, 3))}</div>`;
  const check = random.chance(0.5);
  const id = (one: Made): string => (random.chance(0.05) ? '' : one.refund);
  const left = made.map((one, at) => `<div id="r${at}">${check ? box('') : ''}${box(id(one))}</div>`);
  const right = made.map((one) => `<div>${labels.map((label) => box(one.fields.find((field) => field.label === label)?.value ?? random.digits(14))).join('')}</div>`);
  const panes = [pane([...(check ? [''] : []), '售后单号'], left), pane(labels, right)];
  return `<div>${(random.chance(0.8) ? panes : [...panes].reverse()).join('')}</div>`;
}

/** What a buyer writes may be the id of another request, whole and alone. */
const withTalk = (random: Random, made: readonly Made[]): Made[] =>
  made.map((one, at) => {
    const other = made[(at + 1) % made.length];
    if (!other || other === one || random.chance(0.7)) return one;
    return { ...one, fields: one.fields.map((field) => (field.label === '买家留言' ? { ...field, value: other.refund } : field)) };
  });

const page = blankPage();

/** The page is valid until the next is made: all are made in one document, as in a single-page backend. */
export function fuzzedPage(random: Random): FuzzedPage {
  const made = withTalk(random, Array.from({ length: 1 + random.below(3) }, (_, at) => record(random, at)));
  const list = random.pick([asCards, asCards, asTable, asTable, asPanes])(random, made);
  const around = random.chance(0.3) ? `<nav>售后单号</nav><aside>${random.digits(16)}</aside>` : '';
  const html = `<body>${around}${wrapped(random, `<main>${list}</main>`, 3)}<footer>${random.digits(12)}</footer></body>`;
  const responses = random.chance(0.5) ? [{ result: 1, data: { resultList: made.map(({ refund, truth }) => ({ refundId: refund, orderId: truth.order })) } }] : [];
  return { ...parsePage(html, page), html, responses, truth: new Map(made.map(({ refund, truth }) => [refund, truth])) };
}
