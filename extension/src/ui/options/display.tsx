/** How it speaks and how loudly: nothing here changes what is thought of a case. */
import type { JSX } from 'preact';
import type { SectionProps } from '@/ui/options/shops';
import { ask } from '@/ui/options/worker';
import { loudLevels } from '@/domain/panel-state';

export function Display({ state, texts: { t }, refresh }: SectionProps): JSX.Element {
  const speak = async (value: string): Promise<void> => {
    if (value === 'zh-CN' || value === 'en' || value === 'auto') await ask({ type: 'language', language: value });
    await refresh();
  };
  const sound = async (value: string): Promise<void> => {
    const from = loudLevels.find((each) => each === value);
    if (from) await ask({ type: 'loud', from });
    await refresh();
  };
  return (
    <section aria-labelledby="display">
      <h2 id="display">{t('options.display')}</h2>
      <label class="row">
        <span>{t('options.language')}</span>
        <select name="language" value={state.language} onChange={(event) => void speak(event.currentTarget.value)}>
          <option value="zh-CN">{t('options.language_zh')}</option>
          <option value="en">{t('options.language_en')}</option>
          <option value="auto">{t('options.language_auto')}</option>
        </select>
      </label>
      <label class="row">
        <span>{t('options.loud')}</span>
        <select name="loud" value={state.loud} aria-describedby="loud-help" onChange={(event) => void sound(event.currentTarget.value)}>
          {loudLevels.map((level) => <option key={level} value={level}>{t(level === 'none' ? 'options.loud_all' : 'options.loud_from', { level: t(`level.${level}.name`) })}</option>)}
        </select>
      </label>
      <p id="loud-help" class="quiet">{t('options.loud_help')}</p>
    </section>
  );
}
