/** Which case a picture of the context menu belongs to, and what it shows. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Problem } from '@/lib/result';
import type { PickedState } from '@/domain/panel-state';
import { problemText } from '@/ui/problem-text';
import { ask, useStatus } from '@/ui/options/worker';
import { queueSections } from '@/ui/queue/texts';
import type { Texts } from '@/ui/texts';

const ROLES = ['buyer_claim', 'chat', 'logistics', 'return_inspection', 'screenshot', 'other'] as const;
type Role = (typeof ROLES)[number];
type Picture = PickedState['pictures'][number];

interface Props {
  readonly picture: Picture;
  readonly cases: PickedState['cases'];
  readonly texts: Texts;
  readonly done: () => void;
}

function Choice({ picture, cases, texts, done }: Props): JSX.Element {
  const { t } = texts;
  const [refundId, setRefundId] = useState('');
  const [role, setRole] = useState<Role>('other');
  const [problem, setProblem] = useState<Problem | null>(picture.problem);
  const place = (to: string | null): void => {
    void ask({ type: 'place', item: picture.seq, refund_id: to, role }).then((answer) => {
      if (answer.ok) done();
      else setProblem(answer.problem);
    });
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    place(refundId.trim());
  };
  return (
    <section data-picked={picture.seq}>
      <h2>{picture.name}</h2>
      <p class="quiet">{picture.source}</p>
      {picture.how && texts.has(`panel.how_${picture.how}`) && <p class="quiet">{texts.t(`panel.how_${picture.how}`)}</p>}
      {problem && <p class="warning" role="alert">{problemText(problem, texts)}</p>}
      <form onSubmit={submit}>
        <label>
          <span>{t('options.picked_case')}</span>
          <input type="text" name="refund" required pattern="[0-9A-Za-z_-]{4,64}" list="cases" value={refundId} onInput={(event) => setRefundId(event.currentTarget.value)} />
        </label>
        <datalist id="cases">{cases.map((each) => <option key={each.refund_id} value={each.refund_id}>{each.order_id}</option>)}</datalist>
        <label>
          <span>{t('options.picked_role')}</span>
          <select name="role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
            {ROLES.map((each) => <option key={each} value={each}>{texts.t(`panel.kind_${each}`)}</option>)}
          </select>
        </label>
        <p class="row">
          <button type="submit" class="button" disabled={!picture.isThere}>{t('options.picked_save')}</button>
          <button type="button" class="button" data-action="discard" onClick={() => place(null)}>{t('options.picked_drop')}</button>
        </p>
      </form>
    </section>
  );
}

export function Picked(): JSX.Element | null {
  const { state, texts } = useStatus('options.picked_title', queueSections);
  const [picked, setPicked] = useState<PickedState | null>(null);
  const [isSent, setSent] = useState(false);
  const refresh = useCallback(async () => {
    const answer = await ask<PickedState>({ type: 'picked' });
    if (answer.ok) setPicked(answer.value);
  }, []);
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => void refresh(), 2000);
    return () => clearInterval(timer);
  }, [refresh]);
  if (!state || !picked) return null;
  const { t } = texts;
  const done = (): void => {
    setSent(true);
    void refresh();
  };
  return (
    <div class="page">
      <h1>{t('options.picked_title')}</h1>
      <p>{t(picked.pictures.length ? 'options.picked_lead' : 'options.picked_none')}</p>
      {isSent && <p role="status">{t('options.picked_sent')}</p>}
      {picked.pictures.map((picture) => <Choice key={picture.seq} picture={picture} cases={picked.cases} texts={texts} done={done} />)}
    </div>
  );
}
