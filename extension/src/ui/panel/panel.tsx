/** The panel: verdict, photos, why, checklist, next step, evidence, notes, in this order. */
import type { JSX } from 'preact';
import { Checklist } from '@/ui/panel/checklist';
import { Kept } from '@/ui/panel/kept';
import type { PanelProps } from '@/ui/panel/model';
import { NextStep } from '@/ui/panel/next-step';
import { Notes } from '@/ui/panel/notes';
import { Photos } from '@/ui/panel/photos';
import { Verdict } from '@/ui/panel/verdict';
import { Why } from '@/ui/panel/why';

export function Panel(props: PanelProps): JSX.Element {
  return (
    <div class="sections">
      <Verdict {...props} />
      <Photos {...props} />
      <Why {...props} />
      <Checklist {...props} />
      <NextStep {...props} />
      <Kept {...props} />
      <Notes {...props} />
    </div>
  );
}
