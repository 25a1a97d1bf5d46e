/** A problem in words: ours by their own key, the server's as it said them. */
import { type Problem, problemName } from '@/lib/result';
import type { Texts } from '@/ui/texts';

export function problemText(problem: Problem, { t, has }: Texts): string {
  const name = problemName(problem).replaceAll('-', '_');
  if (problem.status === 426) return t(problem.update === 'server' ? 'extension.problem.update_server' : 'extension.problem.update_extension');
  const key = `extension.problem.${name}`;
  if (has(key)) return t(key, { detail: problem.detail });
  const said = [problem.title, problem.detail].filter(Boolean).join(problem.title.endsWith('。') ? '' : ' · ');
  return said || t('extension.problem.unexpected_answer', { detail: String(problem.status || name) });
}
