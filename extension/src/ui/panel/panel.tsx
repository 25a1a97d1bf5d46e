/** The panel: verdict, photos, why, checklist, next step, evidence, notes, in this order. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Away } from '@/ui/panel/away';
import { Checklist } from '@/ui/panel/checklist';
import { History } from '@/ui/panel/history';
import { Drawn } from '@/ui/panel/drawn';
import { Kept } from '@/ui/panel/kept';
import type { PanelProps } from '@/ui/panel/model';
import { NextStep } from '@/ui/panel/next-step';
import { Notes } from '@/ui/panel/notes';
import { Photos } from '@/ui/panel/photos';
import type { Look, Viewing, Zoomed } from '@/ui/panel/showing';
import { Verdict } from '@/ui/panel/verdict';
import { Why } from '@/ui/panel/why';

export function Panel(props: PanelProps): JSX.Element {
  const [look, setLook] = useState<Look>({ candidate: null, view: 'pair' });
  const [zoomed, setZoomed] = useState<Zoomed | null>(null);
  const viewing: Viewing = { look, show: (candidate, view) => setLook({ candidate, view }), zoom: setZoomed };
  const unzoom = (): void => setZoomed(null);
  return (
    <div class="sections">
      <Away {...props} />
      <Verdict {...props} />
      <Photos {...props} viewing={viewing} />
      <Why {...props} viewing={viewing} />
      <History {...props} />
      <Checklist {...props} />
      <NextStep {...props} />
      <Kept {...props} />
      <Notes {...props} viewing={viewing} />
      {zoomed && <Drawn key={zoomed.id} load={props.actions.zoom} given={{ ...zoomed, notes: props.state?.notes ?? [], actions: props.actions, texts: props.texts, close: unzoom }} failed={unzoom} />}
    </div>
  );
}
