import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Failed, TrialResult } from './useFeelTrial.mutation';

interface Answer { text: string; kind?: string; problems: { position: number | null; message: string; }[]; reads?: string[]; }

/** What both engines say, side by side, and whether they say the same. */
export function TryAnswers({ result: { here, there, agree } }: { result: TrialResult; }) {
  const { t } = useTranslation('design');
  return (
    <div role="status">
      <Alert
        style={{ marginTop: 12 }}
        type={agree ? 'success' : 'warning'}
        showIcon
        title={t(agree ? 'feel.agree' : 'feel.differ')}
        description={agree ? undefined : t('feel.differHelp')}
      />
      <div className="gas-feel-try-answers">
        <AnswerBlock title={t('feel.server')} answer={there} />
        <AnswerBlock title={t('feel.browser')} answer={here} />
      </div>
    </div>
  );
}

function AnswerBlock({ title, answer }: { title: string; answer: Answer | Failed; }) {
  const { t } = useTranslation('design');
  if ('failed' in answer) {
    return (
      <section aria-label={title}>
        <strong>{title}</strong>
        <pre className="gas-feel-value gas-feel-error">{placed(answer.position, answer.failed, t('feel.at', { at: (answer.position ?? 0) + 1 }))}</pre>
      </section>
    );
  }
  return (
    <section aria-label={title}>
      <strong>{title}</strong>
      {answer.kind && <span>{` · ${t(`feel.kind.${answer.kind}`, answer.kind)}`}</span>}
      <pre className="gas-feel-value">{answer.text}</pre>
      {answer.problems.map(({ position, message }) => (
        <div key={`${position}${message}`} className="gas-feel-hint">{placed(position, message, t('feel.at', { at: (position ?? 0) + 1 }))}</div>
      ))}
      {answer.reads && answer.reads.length > 0 && <div>{t('feel.reads', { names: answer.reads.join(', ') })}</div>}
    </section>
  );
}

function placed(position: number | null, message: string, at: string): string {
  return position === null ? message : `${at}${message}`;
}
