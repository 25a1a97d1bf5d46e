/** What a seller taught about a backend that is known already: it adds words and takes none away. */
import { type Description, type IdFormat, type LabelName, labelNames } from '@/platforms/description';

const union = (one: readonly string[] = [], other: readonly string[] = []): string[] => [...new Set([...one, ...other])].slice(0, 80);

const CHARACTERS = ['0-9', '0-9A-Za-z', '0-9A-Za-z-'] as const;

const wider = (one: IdFormat, other: IdFormat): IdFormat => ({
  characters: CHARACTERS[Math.max(CHARACTERS.indexOf(one.characters), CHARACTERS.indexOf(other.characters))] ?? one.characters,
  shortest: Math.min(one.shortest, other.shortest),
  longest: Math.max(one.longest, other.longest),
});

/** A word means one thing: what was taught here goes before what came along. */
function labels(known: Description['labels'], taught: Description['labels']): Description['labels'] {
  const joined: Partial<Record<LabelName, string[]>> = {};
  for (const name of labelNames) {
    const elsewhere = labelNames.filter((other) => other !== name).flatMap((other) => taught[other] ?? []);
    const words = union(taught[name], (known[name] ?? []).filter((word) => !elsewhere.includes(word)));
    if (words.length) joined[name] = words;
  }
  return joined;
}

export function joined(known: Description, taught: Description): Description {
  return {
    ...known,
    hosts: union(known.hosts, taught.hosts).slice(0, 20),
    routes: { ...known.routes, detail: union(known.routes.detail, taught.routes.detail) },
    url_parameters: { refund_id: union(known.url_parameters.refund_id, taught.url_parameters.refund_id) },
    labels: labels(known.labels, taught.labels),
    id_formats: {
      refund_id: wider(known.id_formats.refund_id, taught.id_formats.refund_id),
      order_id: wider(known.id_formats.order_id, taught.id_formats.order_id),
    },
  };
}
