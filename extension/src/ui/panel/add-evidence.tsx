/** What the seller adds: dropped, pasted or picked; how large it may be is said before. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { PanelProps } from '@/ui/panel/model';

const ROLES = ['other', 'chat', 'logistics', 'return_inspection', 'screenshot'] as const;
const ACCEPT = 'image/*,video/*,application/pdf,.heic,.heif,.avif,.mkv,.ts,.flv';

/** Pictures are photos in a role; films and papers are files of their own. */
function sortOf(file: File, role: string): { what: 'photo' | 'evidence'; kind: string } {
  const isImage = file.type.startsWith('image/') || /\.(?:heic|heif|avif)$/i.test(file.name);
  if (isImage && file.type !== 'image/svg+xml') return { what: 'photo', kind: role };
  const isVideo = file.type.startsWith('video/') || /\.(?:mkv|ts|flv|mov|mp4)$/i.test(file.name);
  return { what: 'evidence', kind: isVideo ? 'video' : 'file' };
}

export function AddEvidence({ texts, actions }: PanelProps): JSX.Element {
  const { t } = texts;
  const [role, setRole] = useState<string>(ROLES[0]);
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const add = (files: Iterable<File> | null | undefined): void => {
    for (const file of files ?? []) {
      const { what, kind } = sortOf(file, role);
      actions.attach(what, kind, [file]);
    }
  };
  // Only what a person did counts: a page may send events of its own into an open shadow root.
  const take = (event: DragEvent | ClipboardEvent, files: FileList | null | undefined): void => {
    if (!event.isTrusted || !files?.length) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    add(files);
  };
  const hover = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  };
  return (
    <div
      class={`add${isOver ? ' over' : ''}`}
      data-zone="add"
      role="group"
      tabIndex={0}
      aria-label={t('panel.add_title')}
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => take(event, event.dataTransfer?.files)}
      onPaste={(event) => take(event, event.clipboardData?.files)}
    >
      <span class="quiet">{t('panel.add_hint')}</span>
      <div class="with-button">
        <label>
          <span class="sr">{t('panel.add_role')}</span>
          <select data-field="role" value={role} onChange={(event) => setRole(event.currentTarget.value)}>
            {ROLES.map((each) => <option key={each} value={each}>{t('panel.add_as', { kind: t(`panel.kind_${each}`) })}</option>)}
          </select>
        </label>
        <button type="button" class="button" data-action="add-files" onClick={(event) => event.isTrusted && input.current?.click()}>{t('panel.add_files')}</button>
      </div>
      <input
        ref={input}
        type="file"
        data-field="files"
        hidden
        multiple
        accept={ACCEPT}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
